import { isDeepStrictEqual } from 'node:util'
import type { Frame } from '../wire/types.ts'
import type { HopHeader } from './describe-hop.ts'

/** The frames of a hop, in order of capture, and what their headers say. */
export interface DescribedHop {
  readonly frames: readonly Frame[]
  readonly header: HopHeader
}

/**
 * A switch puts a VLAN tag on what it forwards to a trunk, and takes it off for an access port (IEEE 802.1Q): the same
 * frame with a tag at one point and without at another is one hop, in that VLAN. With two different tags it is two.
 */
export function joinTagged(hops: readonly DescribedHop[]): DescribedHop[] {
  const tagged = hops.filter(isTagged)
  if (tagged.length === 0 || tagged.length === hops.length) return [...hops]
  const plain = hops.filter((hop) => !isTagged(hop))
  const joined = tagged.map((hop, index) => {
    const same = plain.filter((one) => tagged.findIndex((other) => isOneFrame(one, other)) === index)
    return { ...hop, frames: inOrder([hop, ...same].flatMap(({ frames }) => frames)) }
  })
  return [...joined, ...plain.filter((one) => !tagged.some((other) => isOneFrame(one, other)))]
}

const isTagged = ({ header }: DescribedHop): boolean => header.vlan !== undefined

function isOneFrame(
  { header: plain }: DescribedHop,
  { header: { vlan: _, ...tagged } }: DescribedHop,
): boolean {
  return isDeepStrictEqual(plain, tagged)
}

const inOrder = (frames: readonly Frame[]): Frame[] => frames.toSorted((one, other) => one.id - other.id)
