import { createHash } from 'node:crypto'
import { checkersOf, PAGE } from './checks.ts'
import type { Balancer, Pieces } from './types.ts'

/** Texts of a configuration with what stands there in the lab instead, and how often. */
export type Edits = Readonly<Record<string, { readonly to: string; readonly times: number }>>

const PAGE_DIGEST = createHash('md5').update(PAGE).digest('hex')

/**
 * Digests are of pages that nobody but the servers at home has. The lab serves a page of its own there, and puts its
 * digest in their place, so that the checks are made as they are written, and pass.
 */
export function digestEdits({ part: { director } }: Balancer, { machines, said }: Pieces): Edits {
  const [main, ...included] = director.sources
  const services = new Set(director.services)
  const urls = machines
    .flatMap(({ targets }) => targets.filter(({ of }) => services.has(of.service)))
    .flatMap(checkersOf)
    .flatMap((checker) => checker.urls)
  const edits: Record<string, { to: string; times: number }> = {}
  for (const { digest, digestPlace: place } of urls) {
    if (digest === undefined || place === undefined) continue
    said.note(
      'nobody knows the page with this digest: the lab has one of its own, and edits the digest',
      place,
    )
    if (included.some(({ text }) => text.includes(digest)))
      said.refuse(place, 'a lab edits no included file, and nobody knows the page with this digest')
    edits[digest] = { to: PAGE_DIGEST, times: (main?.text.split(digest).length ?? 1) - 1 }
  }
  return edits
}
