import { describe, expect, test } from 'vitest'
import { changedSpans } from '../../src/browser/changed.ts'
import { fieldsOf } from '../../src/browser/fields.ts'
import { frameStore } from '../../src/browser/octets.ts'
import { type Filter, filtered, isBroken, partakers, rowsOf } from '../../src/browser/rows.ts'
import { packetData } from '../../src/report/html/packet-data.ts'
import { recordedFolder } from '../support/runs/folder.ts'

const NOTHING: Filter = { protocol: '', node: '', conversation: '', text: '', judged: false }

const dataOf = async (name: string, change?: string) => {
  const { view, frames } = await recordedFolder(name, change)
  return packetData(view, frames)
}

describe('the filter', async () => {
  const data = await dataOf('nat-faults', 'replies-filtered')
  const all = rowsOf(data)
  const some = (filter: Partial<Filter>) => filtered(all, { ...NOTHING, ...filter }, data)

  test('without anything in it, lets every hop through, in order of time', () => {
    expect(some({})).toHaveLength(data.journeys.flatMap(({ hops }) => hops).length)
    expect(some({}).map(({ hop }) => hop.time)).toEqual(
      all.map(({ hop }) => hop.time).toSorted((a, b) => a - b),
    )
  })

  test.each([
    ['protocol', { protocol: 'ARP' }, /^ARP /],
    ['words in any order, of the conversation too', { text: '40001 syn' }, /^TCP SYN/],
  ] as const)('by %s', (_name, filter, pattern) => {
    const rows = some(filter)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(all.length)
    for (const { journey, hop } of rows)
      expect(`${journey.protocol} ${journey.summary} ${hop.text}`).toMatch(pattern)
  })

  test('leaves the lifelines of those that have to do with what is left, in their order', () => {
    const rows = some({ text: '40001' })
    const names = partakers(rows, data).map((lane) => data.nodes[lane])
    expect(names).toEqual(data.nodes.filter((node) => rows.some(({ hop }) => hop.seen.includes(node))))
    expect(names.length).toBeLessThan(data.nodes.length)
    expect(partakers([], data)).toHaveLength(data.nodes.length)
  })

  test('by node: what it sent, got or saw', () => {
    const node = data.nodes.indexOf('rs1')
    const rows = some({ node: 'rs1' })
    expect(rows.length).toBeGreaterThan(0)
    for (const { hop } of rows) expect([hop.from, ...hop.to, ...hop.aside, hop.missed]).toContain(node)
    const seen = (frame: number) => data.points[data.frames.facts[frame - 1]?.[0] ?? -1]?.startsWith('rs1:')
    expect(all.filter((row) => !rows.includes(row)).filter(({ hop }) => hop.frames.some(seen))).toEqual([])
  })

  test('by conversation', () => {
    const [first] = data.conversations
    const rows = some({ conversation: String(first?.id) })
    expect(new Set(rows.map(({ journey }) => journey.conversation))).toEqual(new Set([first?.id]))
  })

  test('by what a verdict rests on that was not passed', () => {
    const rows = some({ judged: true })
    const frames = data.verdicts.filter(({ status }) => status !== 'pass').flatMap((one) => one.frames)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(isBroken)).toBe(true)
    expect(frames.filter((frame) => !rows.some(({ hop }) => hop.frames.includes(frame)))).toEqual([])
  })
})

describe('octets', () => {
  test.each(['nat', 'tun', 'ipv6', 'fullnat'])(
    'of a changed field hold what it was changed to: %s',
    async (name) => {
      const data = await dataOf(name)
      const frameOf = frameStore(data.frames)
      const plain = data.journeys
        .flatMap(({ hops }) => hops)
        .flatMap((hop) => hop.changes.map((change) => ({ hop, change })))
      const checked = plain.filter(({ change }) =>
        ['ttl', 'source-mac', 'destination-port'].includes(change.field),
      )
      expect(checked.length).toBeGreaterThan(0)
      for (const { hop, change } of checked) {
        const frame = frameOf(hop.frames[0] ?? 0)
        const spans = changedSpans(frame?.layers ?? [], [change])
        const fields = frame?.layers.flatMap(fieldsOf) ?? []
        expect(spans).toHaveLength(1)
        const values = fields.filter(
          ({ span }) => span.start === spans[0]?.start && span.end === spans[0]?.end,
        )
        expect(values.map(({ value }) => value)).toContain(change.to)
      }
    },
  )

  test('of an outer header are those before the inner one', async () => {
    const data = await dataOf('tun')
    const hop = data.journeys.flatMap(({ hops }) => hops).find(({ changed }) => changed.includes('+ipip'))
    const frame = frameStore(data.frames)(hop?.frames[0] ?? 0)
    const wrapped = hop?.changes.filter(({ field }) => field === 'encapsulation') ?? []
    expect(changedSpans(frame?.layers ?? [], wrapped)).toEqual([{ start: 14, end: 34 }])
  })
})
