import type { ExpectationSpec } from '../types.ts'
import { promisesOf } from '../vocabulary.ts'

/**
 * Ids of all verdicts that a lab's expectations come to: `dr/answered`, `spread`, `outcome/PROBE`,
 * `hops/PROBE`, and `never/N`, counted from 1 among those of its kind.
 */
export function expectationIds(specs: readonly ExpectationSpec[]): string[] {
  const nevers = specs.filter((spec) => spec.kind === 'never')
  return specs.flatMap((spec) => {
    if (spec.kind === 'mode') return promisesOf(spec.mode, spec.via).map((name) => `${spec.as}/${name}`)
    if (spec.kind === 'spread') return 'spread'
    return spec.kind === 'never' ? `never/${nevers.indexOf(spec) + 1}` : `${spec.kind}/${spec.probe}`
  })
}
