import type { HopPattern } from '../lab/expectations/types.ts'
import type { Hop, Names } from './types.ts'

/** Which replica each role of a pattern stands for: `rs` → `rs2`, `RIP` → `RIP2`. */
export type Bindings = Readonly<Record<string, string>>

/**
 * Whether a hop has the shape of a pattern, given what its roles stand for already. Returns the bindings with
 * what this hop adds, or undefined where it does not match. Pass them from hop to hop through an exchange, and a
 * role stays the same replica.
 */
export function matchHop(
  pattern: HopPattern,
  hop: Hop,
  names: Names,
  bindings: Bindings = {},
): Bindings | undefined {
  if (pattern.vlan !== undefined && pattern.vlan !== hop.vlan) return undefined
  if (pattern.ttl !== undefined && pattern.ttl !== hop.ttl) return undefined
  const parts: readonly Part[] = [
    [pattern.sourceMac, hop.sourceMac, names.macs[hop.sourceMac]],
    [pattern.destinationMac, hop.destinationMac, names.macs[hop.destinationMac]],
    [pattern.source, hop.source, names.addresses[hop.source]],
    [pattern.destination, hop.destination, names.addresses[hop.destination]],
  ]
  return parts.reduce<Bindings | undefined>(
    (known, [word, literal, name]) => known && matchWord(word, literal, name, known),
    bindings,
  )
}

/** A word of the pattern, and the address in its place with its name. */
type Part = readonly [word: string, literal: string, name: string | undefined]

const BROADCAST = 'ff:ff:ff:ff:ff:ff'

function matchWord(
  word: string,
  literal: string,
  name: string | undefined,
  bindings: Bindings,
): Bindings | undefined {
  const isLiteral = word.toLowerCase() === literal || (word === 'ff' && literal === BROADCAST)
  if (word === '*' || isLiteral || word === name) return bindings
  if (name === undefined || !isReplica(word, name)) return undefined
  const bound = bindings[word]
  if (bound !== undefined) return bound === name ? bindings : undefined
  return { ...bindings, [word]: name }
}

/** Replicas are numbered from 1: `rs2` is one of `rs`. */
function isReplica(role: string, name: string): boolean {
  return name.startsWith(role) && /^[1-9]\d*$/.test(name.slice(role.length))
}
