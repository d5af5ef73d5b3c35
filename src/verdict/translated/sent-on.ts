import type { Exchange, Hop } from '../../journey/types.ts'
import { requestsOf, sender, type View } from '../view.ts'

/** Hops by which a node sent requests of an exchange on. */
export function sentOn(view: View, by: string, exchange: Exchange): Hop[] {
  const forwarded = requestsOf(view, exchange).flatMap(({ hops }) => hops.slice(1))
  return forwarded.filter((hop) => sender(view, hop) === by)
}
