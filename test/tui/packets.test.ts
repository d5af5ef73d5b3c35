import { describe, expect, test } from 'vitest'
import { emptyView, type RunView } from '../../src/events/view.ts'
import type { Journey } from '../../src/journey/types.ts'
import { runScreen } from '../../src/tui/model/run.ts'
import { fieldRows } from '../../src/tui/packets/fields.ts'
import { hexLines } from '../../src/tui/packets/hex.ts'
import { ladderLines } from '../../src/tui/packets/ladder.ts'
import { hopLine, lifelinesOf } from '../../src/tui/packets/lifelines.ts'
import { ladderRows } from '../../src/tui/packets/rows.ts'
import { plain, recordedView } from './support.ts'

const lines = lifelinesOf(['client', 'director', 'rs1'], [], 30)
const NOBODY = { to: [], flooded: [], lost: false }

describe('an arrow', () => {
  test('crosses the lines between', () => {
    expect(hopLine(lines, { ...NOBODY, from: 'client', to: ['rs1'] })).toBe('     ├─────────┼────────►│')
    expect(hopLine(lines, { ...NOBODY, from: 'rs1', to: ['client'] })).toBe('     │◄────────┼─────────┤')
  })

  test('reaches everybody who took it in, and shows whom it was flooded to', () => {
    expect(hopLine(lines, { ...NOBODY, from: 'client', to: ['director', 'rs1'] })).toBe(
      '     ├────────►┼────────►│',
    )
    expect(hopLine(lines, { ...NOBODY, from: 'director', to: ['client'], flooded: ['rs1'] })).toBe(
      '     │◄────────┤········▹│',
    )
  })

  test('begins at a dot where it goes to both sides', () => {
    expect(hopLine(lines, { ...NOBODY, from: 'director', to: ['client', 'rs1'] })).toBe(
      '     │◄────────●────────►│',
    )
  })

  test('ends in nothing where the packet was lost', () => {
    expect(hopLine(lines, { ...NOBODY, from: 'client', missed: 'rs1', lost: true })).toBe(
      '     ├────✗    │         │',
    )
  })

  test('is a dot on a device that nobody sends over', () => {
    expect(hopLine(lines, { ...NOBODY, to: ['rs1'] })).toBe('     │         │         ●')
  })
})

describe('the ladder', () => {
  const view = recordedView('tun')

  test('has every hop, in order of time', () => {
    const rows = ladderRows(view, 0)
    expect(rows.length).toBe(view.journeys.flatMap(({ hops }) => hops).length)
    expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).toSorted((a, b) => a - b))
  })

  test('shows what changed from hop to hop', () => {
    const drawn = ladderLines(runScreen('/run', view), { columns: 160, rows: 400 }, plain).join('\n')
    expect(drawn).toMatch(/ MACs, TTL −1, \+ipip/)
  })

  test('makes no more rows than are seen, at 10,000 hops as well', () => {
    const screen = { ...runScreen('/run', many(view, 10_000)) }
    const begun = performance.now()
    for (let row = 0; row < 1000; row += 10)
      expect(
        ladderLines({ ...screen, packets: { ...screen.packets, row } }, { columns: 80, rows: 20 }, plain)
          .length,
      ).toBe(20)
    expect((performance.now() - begun) / 100).toBeLessThan(33)
  })
})

/** The journeys of a run over and over. */
function many(view: RunView, hops: number): RunView {
  const journeys: Journey[] = []
  for (let count = 0; count < hops; ) {
    const journey = view.journeys[journeys.length % view.journeys.length]
    if (!journey) throw new Error('no journey')
    journeys.push({ ...journey, id: journeys.length + 1 })
    count += journey.hops.length
  }
  return { ...emptyView, points: view.points, names: view.names, journeys }
}

/** An IPv4 packet of no protocol that is known, in Ethernet. */
const frame = (id: number, ttl: number, mac: number) => ({
  ...{ id, point: 'rs1:eth0', time: 0, originalLength: 34 },
  bytes: Uint8Array.from([
    ...[2, 0, 0, 0, 0, mac, 2, 0, 0, 0, 0, 9, 8, 0],
    ...[0x45, 0, 0, 20, 0, 1, 0, 0, ttl, 253, 0, 0, 10, 0, 0, 2, 10, 0, 0, 100],
  ]),
})
const names = { macs: { '02:00:00:00:00:02': 'rs1' }, addresses: { '10.0.0.100': 'VIP' } }

describe('the fields of a frame', () => {
  const rows = fieldRows(frame(2, 63, 2), frame(1, 64, 1), names)
  const field = (layer: string, name: string) => rows.find((row) => row.layer === layer && row.field === name)

  test('have their octets and their names', () => {
    expect(field('ipv4', 'destination')).toMatchObject({
      value: '10.0.0.100 VIP',
      span: { start: 30, end: 34 },
    })
  })

  test('that changed say from what', () => {
    expect(field('ipv4', 'ttl')).toMatchObject({ changed: true, before: '64', value: '63' })
    expect(rows.filter(({ changed }) => changed).map((row) => row.field)).toEqual(['destination', 'ttl'])
  })

  test('did not change where there was no hop before', () => {
    expect(fieldRows(frame(2, 63, 2), undefined, names).filter(({ changed }) => changed)).toEqual([])
  })
})

describe('octets', () => {
  const mark = (style: unknown, text: string) => `<${String(style)} ${text}>`

  test('stand sixteen to a line, with their characters', () => {
    expect(hexLines(Uint8Array.from(Buffer.from('GET / HTTP/1.1\r\n')), { changed: [] }, plain)).toEqual([
      '0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1··',
    ])
  })

  test('of the chosen field and of changed ones stand out, in both columns', () => {
    const [line] = hexLines(
      Uint8Array.from([65, 66, 67]),
      { selected: { start: 0, end: 2 }, changed: [{ start: 2, end: 3 }] },
      mark,
    )
    expect(line).toContain('<inverse 41 42> <bold,underline,magenta 43>')
    expect(line).toContain('<inverse AB><bold,underline,magenta C>')
  })
})
