import { addressName } from '../journey/notation.ts'
import type { HopPattern } from '../lab/expectations/types.ts'
import { linkAddresses, type View } from './view.ts'

/**
 * A pattern whose addresses are all written as `matchHop` knows them: where a lab has the name of a node or role
 * in an address's place, the name of its address stands, `RIP1` for `rs1` and `RIP` for any `rs`.
 */
export function withAddressNames(view: View, pattern: HopPattern): HopPattern {
  const { source, destination } = pattern
  return { ...pattern, source: addressWord(view, source), destination: addressWord(view, destination) }
}

function addressWord(view: View, word: string): string {
  const nodes = view.lab.nodes.filter(({ name, role }) => name === word || role === word)
  const names = nodes.flatMap(({ name }) => {
    const [first] = linkAddresses(view.stateByNode.get(name))
    return first === undefined ? [] : [addressName(first, view.names)]
  })
  const [name] = names
  if (name === undefined) return word
  return names.length === 1 ? name : name.replace(/\d+$/, '')
}
