import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { formatAddress, parseAddress } from '../topology/ip.ts'
import type { Node } from '../topology/types.ts'

/** Addresses that a probe sends from: those given, or with `each` all that the node has on its links. */
export function readSources(
  given: string | readonly string[],
  node: Node,
  path: Path,
  findings: Findings,
): string[] {
  if (given === 'each') return heldBy(node, ({ interface: name }) => name !== 'lo')
  const list =
    typeof given === 'string'
      ? [{ text: given, at: path }]
      : given.map((text, i) => ({ text, at: [...path, i] }))
  return list.map(({ text, at }) => checked(text, node, at, findings))
}

function checked(source: string, node: Node, path: Path, findings: Findings): string {
  const known = heldBy(node)
  const address = parseAddress(source)
  if (address === undefined) findings.error(path, `"${source}" is not an IP address`)
  else if (!known.includes(formatAddress(address)))
    findings.error(path, `"${node.name}" has no address ${source}`, { known, word: source })
  return source
}

function heldBy(node: Node, wanted: (address: Node['addresses'][number]) => boolean = () => true): string[] {
  return node.addresses.filter(wanted).map(({ cidr }) => cidr.split('/')[0] ?? '')
}
