import { addressOf } from '../prefix.ts'
import type { AddressChange } from '../types.ts'
import type { View } from '../view.ts'
import type { Period } from './clock.ts'

/** One node having an address: from when it got it until it lost it, unless it had it before or has it still. */
export interface Tenure extends Period {
  readonly node: string
}

/** Who of some nodes had an address and when, by the word of their kernels, in the order in which they got it. */
export function tenuresOf(view: View, address: string, among: readonly string[]): Tenure[] {
  const all = among.flatMap((node) => {
    const changes = view.addressChanges.filter((one) => one.node === node && addressOf(one.cidr) === address)
    const links = new Set([...changes.map((one) => one.interface), ...linksWith(view, node, address)])
    return [...links].flatMap((link) =>
      onLink(
        node,
        changes.filter((one) => one.interface === link),
      ),
    )
  })
  return all.toSorted((one, other) => one.from - other.from)
}

/** Names of a node's links that have an address in the end. */
export function linksWith({ stateByNode }: View, node: string, address: string): string[] {
  const links = stateByNode.get(node)?.interfaces ?? []
  return links.filter(({ addresses }) => addresses.map(addressOf).includes(address)).map(({ name }) => name)
}

/** An address that nobody saw coming was there from the beginning. */
function onLink(node: string, changes: readonly AddressChange[]): Tenure[] {
  const tenures: Tenure[] = []
  let from = changes[0]?.change === 'gained' ? undefined : -Infinity
  for (const { at, change } of changes) {
    if (change === 'gained') from ??= at
    else if (from !== undefined) {
      tenures.push({ node, from, to: at })
      from = undefined
    }
  }
  return from === undefined ? tenures : [...tenures, { node, from, to: Infinity }]
}

/** Two nodes having one address at a time. */
export interface Overlap extends Period {
  readonly nodes: readonly [string, string]
}

/** When two nodes had the address at a time within a period, in order. */
export function overlapsOf(tenures: readonly Tenure[], period: Period): Overlap[] {
  return tenures.flatMap((one, index) =>
    tenures.slice(index + 1).flatMap((other): Overlap[] => {
      const from = Math.max(one.from, other.from, period.from)
      const to = Math.min(one.to, other.to, period.to)
      return one.node === other.node || from >= to ? [] : [{ nodes: [one.node, other.node], from, to }]
    }),
  )
}
