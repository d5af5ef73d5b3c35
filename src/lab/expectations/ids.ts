import { type PromiseName, promisesOf, VRRP_PROMISES } from '../vocabulary.ts'
import type { RouteExpectation } from './routing-types.ts'
import type { TimedExpectation } from './time-types.ts'
import type { ExpectationSpec, ModeExpectation } from './types.ts'

/**
 * Ids of all verdicts that a lab's expectations come to: `dr/answered`, `vrrp/ttl`, `spread` or `spread/PROBE`,
 * `outcome/PROBE`, `hops/PROBE`, `translated/PROBE`, `same-bytes/PROBE`, `route/NODE/ADDRESS`, `bgp/NODE`, `arp-ignore/NODE`, `arp-announce/NODE`, `outage/PROBE` or
 * `outage/PROBE/EVENT`, `holder/ADDRESS` or `holder/ADDRESS/EVENT`, `leaves/NODE/EVENT`, `joins/NODE/EVENT`,
 * `announced/ADDRESS/NODE`, and `never/N`, counted from 1 among those of its kind.
 */
export function expectationIds(specs: readonly ExpectationSpec[]): string[] {
  const nevers = specs.filter((spec) => spec.kind === 'never')
  return specs.flatMap((spec) => {
    if (spec.kind === 'mode') return promisesOf(spec.mode, spec).map((name) => promiseId(spec, name))
    if (spec.kind === 'vrrp') return VRRP_PROMISES.map((name) => `${spec.as}/${name}`)
    if (spec.kind === 'spread') return spec.id
    if (spec.kind === 'route') return routeId(spec)
    if (spec.kind === 'bgp') return `bgp/${spec.node}`
    if (spec.kind === 'arp-ignore' || spec.kind === 'arp-announce')
      return spec.over.map(({ name }) => `${spec.kind}/${name}`)
    if (spec.kind === 'outage' || spec.kind === 'holder' || spec.kind === 'announced') return timedId(spec)
    if (spec.kind === 'leaves' || spec.kind === 'joins') return timedId(spec)
    return spec.kind === 'never' ? `never/${nevers.indexOf(spec) + 1}` : `${spec.kind}/${spec.probe}`
  })
}

/** Id of an expectation on a route: `route/border1/198.51.100.11`. */
export const routeId = ({ node, to }: RouteExpectation): string => `route/${node}/${to}`

/** Id of an expectation on time: `outage/steady/lb1-stops`. */
export function timedId(spec: TimedExpectation): string {
  if (spec.kind === 'announced') return `announced/${spec.address}/${spec.node}`
  const subject = subjectOf(spec)
  return [spec.kind, subject, ...(spec.after === undefined ? [] : [spec.after])].join('/')
}

/** What an expectation on time is about, beside its event. */
export function subjectOf(spec: TimedExpectation): string {
  if ('server' in spec) return spec.server
  return spec.kind === 'outage' ? spec.probe : spec.address
}

/** Id of a promise: `dr/arp-one-responder`; where the family asks by neighbour discovery, `dr/nd-one-responder`. */
export function promiseId({ as, family }: Pick<ModeExpectation, 'as' | 'family'>, name: PromiseName): string {
  return `${as}/${family === 'IPv6' ? name.replace(/^arp-/, 'nd-') : name}`
}
