import { promiseId } from '../lab/expectations/ids.ts'
import type { ExpectationSpec, ModeExpectation } from '../lab/expectations/types.ts'
import type { Lab } from '../lab/types.ts'
import { promisesOf } from '../lab/vocabulary.ts'
import { arpAnnounce } from './arp-levels/announce.ts'
import { arpIgnore } from './arp-levels/ignore.ts'
import { sameBytes } from './bytes/same-bytes.ts'
import { clientSeen } from './client-seen/client-seen.ts'
import { lookup } from './dns/lookup.ts'
import type { Expectation } from './expectation.ts'
import { type Finding, inconclusive } from './finding.ts'
import { explicitHops } from './hops.ts'
import type { ModePromises } from './mode.ts'
import { MODES } from './modes/modes.ts'
import { never } from './never.ts'
import { outcome } from './outcome.ts'
import { rolesOf } from './roles.ts'
import { route } from './routing/route.ts'
import { sessions } from './routing/sessions.ts'
import { spread } from './spread/spread.ts'
import { announced } from './timeline/announced.ts'
import { holder } from './timeline/holder.ts'
import { outage } from './timeline/outage.ts'
import { turnover } from './timeline/turnover.ts'
import { translated } from './translated/translated.ts'
import type { View } from './view.ts'
import { vrrp } from './vrrp/vrrp.ts'
import { listed } from './words.ts'

/**
 * Every single expectation of a lab, in the order of the file. It needs no evidence, so that it can be printed
 * before anything runs. Ids are unique: a lab that would promise one thing twice is refused when it is read.
 */
export function expandExpectations(lab: Lab): Expectation[] {
  let nevers = 0
  const all = lab.expectations.flatMap((spec) => {
    if (spec.kind === 'never') nevers += 1
    return expand(lab, spec, nevers)
  })
  return all.map((expectation) => ({
    ...expectation,
    check: (view) => unobserved(view) ?? expectation.check(view),
  }))
}

/** Names and MACs are read from kernels: without every node's, packets cannot be told apart. */
function unobserved({ lab, stateByNode }: View): Finding | undefined {
  const missing = lab.nodes.map(({ name }) => name).filter((name) => !stateByNode.has(name))
  return missing.length === 0 ? undefined : inconclusive(`kernel state of ${listed(missing)} was not read`)
}

function expand(lab: Lab, spec: ExpectationSpec, number: number): Expectation[] {
  switch (spec.kind) {
    case 'mode':
      return expandMode(lab, spec)
    case 'spread':
      return [spread(spec)]
    case 'outcome':
      return [outcome(lab, spec)]
    case 'hops':
      return [explicitHops(spec)]
    case 'dns':
      return [lookup(spec)]
    case 'never':
      return [never(spec, number)]
    case 'translated':
      return [translated(spec)]
    case 'same-bytes':
      return [sameBytes(spec)]
    case 'client-seen':
      return [clientSeen(spec)]
    case 'arp-ignore':
      return arpIgnore(lab, spec)
    case 'arp-announce':
      return arpAnnounce(lab, spec)
    case 'route':
      return [route(spec)]
    case 'bgp':
      return [sessions(spec)]
    case 'outage':
      return [outage(lab, spec)]
    case 'leaves':
    case 'joins':
      return [turnover(lab, spec)]
    case 'holder':
      return [holder(spec)]
    case 'vrrp':
      return vrrp(spec)
    case 'announced':
      return [announced(spec)]
  }
}

function expandMode(lab: Lab, spec: ModeExpectation): Expectation[] {
  const roles = rolesOf(lab, spec)
  const promises: ModePromises = MODES[spec.mode]
  return promisesOf(spec.mode, spec).map((name) => {
    const promise = promises[name]
    if (promise === undefined) throw new Error(`mode ${spec.mode} lacks its promise ${name}`)
    return { ...promise(roles), id: promiseId(spec, name), probe: spec.probe, roles }
  })
}
