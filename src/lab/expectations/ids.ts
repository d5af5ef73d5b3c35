import { type PromiseName, promisesOf } from '../vocabulary.ts'
import type { AnnouncedExpectation, HolderExpectation, OutageExpectation } from './time-types.ts'
import type { ExpectationSpec, ModeExpectation } from './types.ts'

/**
 * Ids of all verdicts that a lab's expectations come to: `dr/answered`, `spread` or `spread/PROBE`, `outcome/PROBE`,
 * `hops/PROBE`, `translated/PROBE`, `arp-ignore/NODE`, `arp-announce/NODE`, `outage/PROBE` or `outage/PROBE/EVENT`,
 * `holder/ADDRESS` or `holder/ADDRESS/EVENT`, `announced/ADDRESS/NODE`, and `never/N`, counted from 1 among those of
 * its kind.
 */
export function expectationIds(specs: readonly ExpectationSpec[]): string[] {
  const nevers = specs.filter((spec) => spec.kind === 'never')
  return specs.flatMap((spec) => {
    if (spec.kind === 'mode') return promisesOf(spec.mode, spec.via).map((name) => promiseId(spec, name))
    if (spec.kind === 'spread') return spec.id
    if (spec.kind === 'arp-ignore' || spec.kind === 'arp-announce')
      return spec.over.map(({ name }) => `${spec.kind}/${name}`)
    if (spec.kind === 'outage' || spec.kind === 'holder' || spec.kind === 'announced') return timedId(spec)
    return spec.kind === 'never' ? `never/${nevers.indexOf(spec) + 1}` : `${spec.kind}/${spec.probe}`
  })
}

/** Id of an expectation on time: `outage/steady/lb1-stops`. */
export function timedId(spec: OutageExpectation | HolderExpectation | AnnouncedExpectation): string {
  if (spec.kind === 'announced') return `announced/${spec.address}/${spec.node}`
  const subject = spec.kind === 'outage' ? spec.probe : spec.address
  return [spec.kind, subject, ...(spec.after === undefined ? [] : [spec.after])].join('/')
}

/** Id of a promise: `dr/arp-one-responder`; where the family asks by neighbour discovery, `dr/nd-one-responder`. */
export function promiseId({ as, family }: Pick<ModeExpectation, 'as' | 'family'>, name: PromiseName): string {
  return `${as}/${family === 'IPv6' ? name.replace(/^arp-/, 'nd-') : name}`
}
