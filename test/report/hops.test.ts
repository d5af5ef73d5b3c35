import { describe, expect, test } from 'vitest'
import type { RunView } from '../../src/events/view.ts'
import type { FieldChange, Names, Sighting } from '../../src/journey/types.ts'
import { changesText, pointNames, seenText } from '../../src/report/hops.ts'

const names: Names = { macs: {}, addresses: { '10.0.0.100': 'VIP', '10.0.0.2': 'CIP', '10.0.1.11': 'RIP1' } }

const change = (field: FieldChange['field'], from: string, to: string): FieldChange => ({ field, from, to })

describe('what a hop changed, in few words', () => {
  test.each<[string, FieldChange[]]>([
    ['', []],
    ['MACs', [change('source-mac', 'a', 'b'), change('destination-mac', 'c', 'd')]],
    ['destination MAC', [change('destination-mac', 'c', 'd')]],
    [
      'VIP:80 → RIP1:8080',
      [change('destination', '10.0.0.100', '10.0.1.11'), change('destination-port', '80', '8080')],
    ],
    ['CIP → 10.0.9.9', [change('source', '10.0.0.2', '10.0.9.9')]],
    ['CIP → [fd00::1]', [change('source', '10.0.0.2', 'fd00::1')]],
    ['port 80 → 8080', [change('destination-port', '80', '8080')]],
    ['TTL −1', [change('ttl', '64', '63')]],
    ['outer TTL +2', [change('outer-ttl', '60', '62')]],
    ['+ipip', [change('encapsulation', 'none', 'ipip 10.0.0.3 10.0.1.11')]],
    ['−gre', [change('encapsulation', 'gre 10.0.0.3 10.0.1.11', 'none')]],
    [
      'ipip → ipip, gue',
      [change('encapsulation', 'ipip 10.0.0.3 10.0.1.11', 'ipip 10.0.0.3 10.0.1.11, gue 1 2')],
    ],
    ['2 fragments', [change('fragments', '1', '2')]],
    ['reassembled', [change('fragments', '2', '1')]],
  ])('%s', (text, changes) => expect(changesText(changes, names)).toBe(text))
})

describe('where a hop was seen', () => {
  type Seen = [Sighting['direction'], point: string, milliseconds: number]
  const seenWith = (delays: Record<string, number>, ...sightings: Seen[]) =>
    seenText(
      sightings.map(([direction, point, milliseconds], frame) => ({
        ...{ frame, point, direction },
        time: 5e8 + milliseconds * 1e6,
      })),
      pointNames({
        points: ['client:eth0', 'core:eth0', 'core:eth1', 'gw:eth0'],
        start: { delays } as unknown as NonNullable<RunView['start']>,
      }),
    )
  const seen = (...sightings: Seen[]) => seenWith({ lan: 50, near: 1500, sea: 20_000 }, ...sightings)

  test('how long it took is not told where no network takes so long', () => {
    const hop: Seen[] = [
      ['out', 'core:eth1', 0],
      ['in', 'gw:eth0', 3],
    ]
    expect(seenWith({}, ...hop)).toBe('core:eth1 → gw')
    expect(seenWith({ lan: 50 }, ...hop)).toBe('core:eth1 → gw')
    expect(seenWith({ lan: 50, sea: 20_000 }, ...hop)).toBe('core:eth1 → gw')
  })

  test.each<[number, string]>([
    [0, 'core:eth1 → gw'],
    [1.4, 'core:eth1 → gw'],
    [1.54, 'core:eth1 → gw +1.5 ms'],
    [20, 'core:eth1 → gw +20 ms'],
    [40.2347, 'core:eth1 → gw +40 ms'],
  ])('%d ms after it was sent', (later, text) => {
    expect(seen(['out', 'core:eth1', 0], ['in', 'gw:eth0', later])).toBe(text)
  })

  test('how long it took is not told where nobody saw it leave, or come', () => {
    expect(seen(['in', 'gw:eth0', 40])).toBe('? → gw')
    expect(seen(['out', 'core:eth1', 0], ['flooded', 'client:eth0', 40])).toBe(
      'core:eth1 and flooded to client',
    )
  })
})
