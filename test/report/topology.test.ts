import { describe, expect, test } from 'vitest'
import { emptyView, type RunView } from '../../src/events/view.ts'
import { topologyBody } from '../../src/report/html/topology/drawing.ts'
import { layoutOf } from '../../src/report/html/topology/layout.ts'
import type { NetworkState, NodeState } from '../../src/verdict/types.ts'

const NODE: Omit<NodeState, 'node'> = {
  ...{ interfaces: [], neighbours: [], routes: [], sysctls: {}, counters: {}, ipvs: [] },
  ...{ netfilter: [], daemons: [], listening: [] },
}

/** Nodes by the networks that they are on. */
function viewOf(
  networks: Readonly<Record<string, readonly string[]>>,
  vlans: readonly number[] = [],
): RunView {
  const all = [...new Set(Object.values(networks).flat())]
  const states = Object.entries(networks).map(([network, nodes], index): NetworkState => {
    const vlan = vlans[index]
    const ports = Object.fromEntries(nodes.map((node) => [`${node}-eth0`, `${node}:eth${index}`]))
    return { network, fdb: [], ports, ...(vlan === undefined ? {} : { vlan, bridge: 'tor1' }) }
  })
  return { ...emptyView, nodes: all.map((node) => ({ ...NODE, node })), networks: states }
}

const drawn = (view: RunView): string => topologyBody(view).text
const count = (text: string, what: RegExp): number => [...text.matchAll(what)].length

describe('the drawing of a report', () => {
  test('has bars where each wire is free', () => {
    const chain = drawn(viewOf({ outside: ['client', 'router'], inside: ['router', 'server'] }))
    expect(count(chain, /class="network"/g)).toBe(2)
    expect(chain).not.toContain('class="rail"')
  })

  const tangled = viewOf({ one: ['a', 'r1'], two: ['r1', 'r2', 'b'], three: ['r2', 'r1', 'c'] }, [5, 10, 20])

  test('has rails where a wire would pass behind a node', () => {
    const text = drawn(tangled)
    expect(count(text, /class="rail"/g)).toBe(3)
    expect(text).toContain('>three, VLAN 20 of tor1</text>')
    expect(count(text, /<circle/g)).toBe(8)
    for (const { node } of tangled.nodes) expect(text).toContain(`>${node}</text>`)
  })

  test('which the bars of the same would have had', () => {
    const { cards, bars } = layoutOf(tangled)
    const [r1, r2] = ['r1', 'r2'].map((name) => cards.find((card) => card.name === name))
    expect(r1?.links.map(({ network }) => network)).toEqual([0, 1, 2])
    expect((r2?.y ?? 0) > (r1?.y ?? 0) && (r2?.y ?? 0) < (bars[2] ?? 0)).toBe(true)
  })
})
