import { type PromiseName, promisesOf } from '../vocabulary.ts'
import type { ExpectationSpec, ModeExpectation } from './types.ts'

/**
 * Ids of all verdicts that a lab's expectations come to: `dr/answered`, `spread` or `spread/PROBE`, `outcome/PROBE`,
 * `hops/PROBE`, `translated/PROBE`, `arp-ignore/NODE`, `arp-announce/NODE`, and `never/N`, counted from 1 among
 * those of its kind.
 */
export function expectationIds(specs: readonly ExpectationSpec[]): string[] {
  const nevers = specs.filter((spec) => spec.kind === 'never')
  return specs.flatMap((spec) => {
    if (spec.kind === 'mode') return promisesOf(spec.mode, spec.via).map((name) => promiseId(spec, name))
    if (spec.kind === 'spread') return spec.id
    if (spec.kind === 'arp-ignore' || spec.kind === 'arp-announce')
      return spec.over.map(({ name }) => `${spec.kind}/${name}`)
    return spec.kind === 'never' ? `never/${nevers.indexOf(spec) + 1}` : `${spec.kind}/${spec.probe}`
  })
}

/** Id of a promise: `dr/arp-one-responder`; where the family asks by neighbour discovery, `dr/nd-one-responder`. */
export function promiseId({ as, family }: Pick<ModeExpectation, 'as' | 'family'>, name: PromiseName): string {
  return `${as}/${family === 'IPv6' ? name.replace(/^arp-/, 'nd-') : name}`
}
