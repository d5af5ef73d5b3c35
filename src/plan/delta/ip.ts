import type { Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import { addressLines, routeLines, unwrapLines } from '../lines.ts'
import type { IpBatch } from '../types.ts'

type Line = readonly string[]

/** Lines for ip(8) that turn the nodes of one lab into those of another; undefined where a line has no opposite. */
export function ipDelta(before: Lab, after: Lab): IpBatch[] | undefined {
  const batches = after.nodes.map((node, index) => nodeDelta(before.nodes[index] ?? node, node))
  return batches.every((one) => one !== undefined)
    ? batches.filter(({ lines }) => lines.length > 0)
    : undefined
}

/**
 * First what has to go, last first. With an address or a device that goes, the kernel drops the routes that need it
 * (fib_sync_down_addr, fib_sync_down_dev in net/ipv4/fib_frontend.c): all are given once more then.
 */
function nodeDelta(before: Node, after: Node): IpBatch | undefined {
  const [past, now] = [linesOf(before), linesOf(after)]
  const undone = without(past, now).toReversed().map(opposite)
  if (undone.includes(undefined)) return undefined
  const added = without(now, past).filter(([what]) => what !== 'route')
  const routes = undone.length + without(now, past).length === 0 ? [] : routeLines(after).map(replaced)
  return { kind: 'ip', namespace: after.name, lines: [...(undone as Line[]), ...added, ...routes] }
}

function linesOf(node: Node): Line[] {
  return [...addressLines(node), ...unwrapLines(node), ...routeLines(node)]
}

function without(lines: readonly Line[], others: readonly Line[]): Line[] {
  const known = new Set(others.map((line) => line.join(' ')))
  return lines.filter((line) => !known.has(line.join(' ')))
}

function opposite([what, how, ...rest]: Line): Line | undefined {
  if (what === 'link')
    return rest.at(-1) === 'up' ? [what, how ?? '', ...rest.slice(0, -1), 'down'] : undefined
  if (what === 'address') return ['address', 'del', ...rest.slice(0, 3)]
  return how === 'add' ? [what ?? '', 'del', ...rest] : undefined
}

const replaced = ([what = '', , ...rest]: Line): Line => [what, 'replace', ...rest]
