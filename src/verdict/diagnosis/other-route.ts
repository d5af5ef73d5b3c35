import type { OutcomeExpectation } from '../../lab/expectations/types.ts'
import { openingOf } from '../opening.ts'
import { hopText } from '../say.ts'
import { attemptsOf } from '../traffic.ts'
import type { Diagnosis } from '../types.ts'
import { frameOf, type View } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { onNodes } from './phrases.ts'

/** The cause that is looked for here, beside those of `suspects.ts`. */
export const ROUTE_CAUSE = 'other-route'

/** A proxy that reads requests sends each URL where its configuration says: to somebody else than promised. */
export function otherRoute(view: View, { probe, by }: OutcomeExpectation): Diagnosis | undefined {
  const astray = attemptsOf(view, probe).flatMap(({ exchange }) => {
    if (exchange?.mode !== 'proxy' || by?.includes(exchange.server ?? '')) return []
    const opening = openingOf(view, exchange)
    return opening ? [{ exchange, opening }] : []
  })
  const [first] = astray
  if (by === undefined || first?.exchange.director === undefined) return undefined
  const { director } = first.exchange
  const { request } = first.opening
  const frames = frameText(astray.map(({ opening }) => frameOf(opening.hop)))
  return {
    cause: ROUTE_CAUSE,
    nodes: [director],
    text: `${hopText(view, first.opening.hop)} (${frames}) is ${request ? `${request.method} ${request.target}` : `asked by ${probe}`}, which ${director} sends to ${listed([...new Set(astray.flatMap(({ exchange }) => exchange.server ?? []))])} and not to ${listed(by, 'or')}.`,
    remedy: onNodes([director], `look at the rule by which ${request?.target ?? 'it'} is to be found`),
  }
}
