import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import type { Host } from './host.ts'
import type { Inventory } from './inventory.ts'
import { formatAddress } from './ip.ts'

/** The C library asks no more of them (resolv.conf(5), MAXNS). */
const MOST_SERVERS = 3

export const resolverSchema = z
  .union([z.string(), z.array(z.string()).min(1).max(MOST_SERVERS)])
  .describe('Name servers that its programs ask, in this order: addresses or nodes, itself among them')

/** What a node asks that asks itself. */
const LOOPBACK = '127.0.0.1'

/** Addresses of the name servers of a node. */
export function resolveNameServers(
  given: string | readonly string[],
  host: Host,
  inventory: Inventory,
): string[] {
  const path = [...host.path, 'resolver']
  const list =
    typeof given === 'string'
      ? [{ text: given, at: path }]
      : given.map((text, i) => ({ text, at: [...path, i] }))
  return list.flatMap(({ text, at }) => nameServer(text, at, host, inventory) ?? [])
}

function nameServer(text: string, at: Path, host: Host, inventory: Inventory): string | undefined {
  if (text === host.name) return LOOPBACK
  const address = inventory.resolve(text, host, at)
  return address === undefined ? undefined : formatAddress(address)
}
