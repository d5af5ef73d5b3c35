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
  const devices = [...new Set([...addressLines(before), ...addressLines(after)].map(deviceOf))]
  const addresses = devices.map((device) => inOrder(linesOn(before, device), linesOn(after, device)))
  const [past, now] = [others(before), others(after)]
  const gone = [...addresses.flatMap((one) => one.gone), ...without(past, now)].toReversed().map(opposite)
  if (gone.includes(undefined)) return undefined
  const come = [...without(now, past).filter(isNoRoute), ...addresses.flatMap((one) => one.come)]
  const changed = gone.length + come.length + without(now, past).length > 0
  const routes = changed ? routeLines(after).map(replaced) : []
  return { kind: 'ip', namespace: after.name, lines: [...(gone as Line[]), ...come, ...routes] }
}

/**
 * Order matters: the first address of a subnet is the primary one, and takes the others along when it goes
 * (__inet_del_ifa in net/ipv4/devinet.c). What comes first on both sides stays.
 */
function inOrder(past: readonly Line[], now: readonly Line[]): { gone: Line[]; come: Line[] } {
  const differs = (line: Line, index: number) => line.join(' ') !== now[index]?.join(' ')
  const first = past.findIndex(differs)
  const kept = first < 0 ? past.length : first
  return { gone: past.slice(kept), come: now.slice(kept) }
}

const isAddress = ([what]: Line): boolean => what === 'address'
const isNoRoute = ([what]: Line): boolean => what !== 'route'
const deviceOf = (line: Line): string => line[line.indexOf('dev') + 1] ?? ''

function linesOn(node: Node, device: string): Line[] {
  return addressLines(node).filter((line) => isAddress(line) && deviceOf(line) === device)
}

/** Links, what unwraps, routes. */
function others(node: Node): Line[] {
  const lines: Line[] = [...addressLines(node), ...unwrapLines(node), ...routeLines(node)]
  return lines.filter((line) => !isAddress(line))
}

function without(lines: readonly Line[], known: readonly Line[]): Line[] {
  const texts = new Set(known.map((line) => line.join(' ')))
  return lines.filter((line) => !texts.has(line.join(' ')))
}

function opposite([what, how, ...rest]: Line): Line | undefined {
  if (what === 'link')
    return rest.at(-1) === 'up' ? [what, how ?? '', ...rest.slice(0, -1), 'down'] : undefined
  if (what === 'address') return ['address', 'del', ...rest.slice(0, 3)]
  return how === 'add' ? [what ?? '', 'del', ...rest] : undefined
}

const replaced = ([what = '', , ...rest]: Line): Line => [what, 'replace', ...rest]
