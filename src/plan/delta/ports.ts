import { bridgesOf } from '../../lab/topology/bridges.ts'
import type { Lab } from '../../lab/types.ts'
import { portLines } from '../lines.ts'
import type { BridgeBatch } from '../types.ts'

/** VLANs that ports leave and enter; both labs have the same bridges and links. */
export function portDelta(before: Lab, after: Lab): BridgeBatch[] {
  return bridgesOf(after).flatMap((bridge) => {
    const [past, now] = [portLines(before, bridge), portLines(after, bridge)]
    const without = (lines: string[][], others: string[][]) =>
      lines.filter((line) => others.every((one) => one.join(' ') !== line.join(' ')))
    const gone = without(past, now).map(([vlan = '', , ...rest]) => [vlan, 'del', ...rest])
    const lines = [...gone, ...without(now, past)]
    return lines.length === 0 ? [] : [{ kind: 'bridge', namespace: bridge.name, lines }]
  })
}
