import type { Track } from './tracks.ts'

/** What ARP and neighbour discovery show about addresses, over the whole capture. */
export interface Claims {
  /** Whether the node has said that the address is its own: by answering for it, or by sending from it. */
  readonly owns: (node: string, address: string) => boolean
  /** Addresses that the node has asked the owner of. */
  readonly askedBy: (node: string) => ReadonlySet<string>
}

export function claimsOf(tracks: readonly Track[]): Claims {
  const owned = new Set<string>()
  const asked = new Map<string, Set<string>>()
  for (const { journey, steps } of tracks) {
    const [step] = steps
    if (journey.neighbour === undefined || step === undefined) continue
    const { kind, target, sender } = journey.neighbour
    if (kind !== 'probe') owned.add(claim(step.from, sender))
    if (kind === 'reply' || kind === 'gratuitous') owned.add(claim(step.from, target))
    if (kind === 'request') asked.set(step.from, (asked.get(step.from) ?? new Set()).add(target))
  }
  return {
    owns: (node, address) => owned.has(claim(node, address)),
    askedBy: (node) => asked.get(node) ?? new Set(),
  }
}

function claim(node: string, address: string): string {
  return `${node} ${address}`
}
