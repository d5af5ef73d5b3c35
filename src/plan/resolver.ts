import { isDeepStrictEqual } from 'node:util'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import type { NameServers } from './types.ts'

/**
 * Where the resolv.conf(5) of each node lies that has one: in memory, in a world of its own (/run is private to it).
 * What runs there finds it as /etc/resolv.conf in a mount namespace of its own, so that nobody else's changes.
 */
export const RESOLV_FOLDER = '/run/resolv'

export const resolvPath = (node: string): string => `${RESOLV_FOLDER}/${node}`

/**
 * Becomes a command that finds the file in its first argument as /etc/resolv.conf: before a command, as words. The
 * mount goes with the command.
 */
export const RESOLVING = [
  'unshare',
  '--mount',
  'sh',
  '-c',
  'mount --bind "$0" /etc/resolv.conf && exec "$@"',
] as const

/** Name servers of the nodes that have some. */
export function nameServers({ nodes }: Lab): NameServers[] {
  return nodes.filter(({ nameServers }) => nameServers.length > 0).map(serversOf)
}

/** Those of nodes that have others in the second lab. */
export function nameServerDelta(before: Lab, after: Lab): NameServers[] {
  return after.nodes
    .filter((node, index) => !isDeepStrictEqual(before.nodes[index]?.nameServers, node.nameServers))
    .map(serversOf)
}

const serversOf = ({ name, nameServers }: Node): NameServers => ({
  kind: 'resolver',
  namespace: name,
  addresses: nameServers,
})
