import type { Path } from '../text/tree.ts'
import { bracketed } from '../topology/endpoint.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress } from '../topology/ip.ts'

/** Words of a command; behind the first one, NODE and NODE:PORT become the node's address as seen from `from`. */
export function readArgv(
  words: readonly (string | number)[],
  from: Host,
  path: Path,
  inventory: Inventory,
): string[] {
  return words.map((word, index) =>
    index === 0 ? `${word}` : withAddress(`${word}`, from, [...path, index], inventory),
  )
}

function withAddress(word: string, from: Host, path: Path, inventory: Inventory): string {
  const [, name = '', port = ''] = /^([^:]+)((?::\d+)?)$/.exec(word) ?? []
  if (inventory.named(name).length === 0) return word
  const address = inventory.resolve(name, from, path)
  if (address === undefined) return word
  const text = formatAddress(address)
  return port === '' ? text : `${bracketed(text)}${port}`
}
