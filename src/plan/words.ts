import type { Node } from '../lab/topology/types.ts'
import { TIMELINE_FOLDER } from './folders.ts'
import { quote } from './quote.ts'
import { RESOLVING, resolvPath } from './resolver.ts'
import type { DaemonPlan } from './types.ts'

/** A command in a namespace. */
export function inNamespace(namespace: string, argv: readonly string[]): string {
  return ['nsenter', `--net=/run/netns/${namespace}`, ...argv].map(quote).join(' ')
}

/** A command of a node, which finds the node's name servers. */
export function inNode({ name, nameServers }: Node, argv: readonly string[]): string {
  return inNamespace(name, nameServers.length > 0 ? [...RESOLVING, resolvPath(name), ...argv] : argv)
}

/** Where the shell finds what `monitor` of `prelude.ts` has written down of a node. */
export const addressesFile = (node: string): string => `"$run/${TIMELINE_FOLDER}/"${quote(node)}.addresses`

/** Starts a daemon whose files are there; see `start` in `prelude.ts`. */
export function renderStart({ name, node, argv }: DaemonPlan): string {
  const folder = `"$run"/${quote(name)}`
  const words = argv.map((word) => word.split('$DIR').map(quoteUnlessEmpty).join(folder))
  return `start ${quote(name)} ${quote(node)} ${words.join(' ')}`
}

function quoteUnlessEmpty(text: string): string {
  return text === '' ? '' : quote(text)
}
