import type { Lab } from '../lab/types.ts'

/** Where bodies lie that probes transfer: in memory, in a world of its own (/run is private to it). */
export const BODIES = '/run/bodies'

/** The body of a size: what every server sends, and every client puts. */
export function bodyPath(octets: number): string {
  return `${BODIES}/bytes/${octets}`
}

/** What a client got from the local port of its attempt. */
export function receivedPath(localPort: number): string {
  return `${BODIES}/received-${localPort}`
}

/** Where a node's server puts what it is sent; nginx collects it beside, on the same file system. */
export function uploadFolder(node: string): string {
  return `${BODIES}/${node}/upload`
}

/** Each size that a probe of the lab transfers, once, ascending. */
export function bodySizes(lab: Lab): number[] {
  const sizes = lab.probes.flatMap((probe) => (probe.kind === 'http' ? (probe.transfer?.octets ?? []) : []))
  return [...new Set(sizes)].toSorted((a, b) => a - b)
}
