import type { VrrpExpectation } from '../../lab/expectations/vrrp-types.ts'
import { VRRP_PROMISES, type VrrpPromiseName } from '../../lab/vocabulary.ts'
import { explainFailover } from '../diagnosis/failover/explain.ts'
import type { Expectation } from '../expectation.ts'
import type { Finding } from '../finding.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'
import { everyAdvert } from './adverts.ts'
import { addressed, message, sourceMac, ttl } from './header.ts'
import { checkInterval } from './interval.ts'
import { highestMaster, oneMaster } from './masters.ts'
import { checkPriority } from './priority.ts'

/** Everything that a virtual router promises, judged by its adverts. */
export function vrrp(spec: VrrpExpectation): Expectation[] {
  const among = spec.members.map(({ node }) => node)
  const vip = spec.members[0]?.instance.addresses[0]?.address ?? ''
  return VRRP_PROMISES.map((name) => ({
    id: `${spec.as}/${name}`,
    stage: 'end',
    title: PROMISES[name].title,
    expected: PROMISES[name].expected(spec),
    check: (view) => PROMISES[name].check(view, spec),
    explain: (view) => explainFailover({ view, vip, among, ...spec }),
  }))
}

interface Promised {
  readonly title: string
  readonly expected: (spec: VrrpExpectation) => string
  readonly check: (view: View, spec: VrrpExpectation) => Finding
}

type Instance = VrrpExpectation['members'][number]['instance']

/** What each member is meant to do; once where all are to do the same. */
function each({ members }: VrrpExpectation, tell: (instance: Instance) => string): string {
  const byText = Map.groupBy(members, ({ instance }) => tell(instance))
  const [only] = byText.keys()
  if (byText.size === 1) return only ?? ''
  return [...byText].map(([text, all]) => `${listed(all.map(({ node }) => node))}: ${text}`).join('; ')
}

const PROMISES: Readonly<Record<VrrpPromiseName, Promised>> = {
  addressed: {
    title: "Adverts go from a director's own address to the group of VRRP, or to its peers alone",
    expected: (spec) =>
      each(spec, ({ unicast, addresses }) =>
        unicast
          ? `to ${listed(unicast.peers)}`
          : `to ${addresses[0]?.address.includes(':') ? 'ff02::12' : '224.0.0.18'}`,
      ),
    check: (view, spec) => everyAdvert(view, spec, (advert) => addressed(view, advert)),
  },
  ttl: {
    title: 'Adverts have TTL 255: no router has passed them on',
    expected: () => 'TTL 255',
    check: (view, spec) => everyAdvert(view, spec, ttl),
  },
  'source-mac': {
    title: 'Adverts come from the MAC address that the configuration says',
    expected: (spec) =>
      each(spec, ({ vmac }) => (vmac ? 'the virtual MAC address' : 'that of the interface')),
    check: (view, spec) => everyAdvert(view, spec, (advert) => sourceMac(view, advert)),
  },
  message: {
    title: 'Adverts say what the configuration says, and their checksum is right',
    expected: (spec) => each(spec, (instance) => messageText(instance)),
    check: (view, spec) => everyAdvert(view, spec, (advert) => message(view, advert)),
  },
  interval: {
    title: 'A master advertises at its interval',
    expected: (spec) => each(spec, ({ advertSeconds }) => `each ${Math.round(advertSeconds * 1000)} ms`),
    check: checkInterval,
  },
  priority: {
    title: "Adverts have their sender's priority, and the last of one that is ended has 0",
    expected: (spec) => each(spec, ({ priority }) => `${priority}`),
    check: checkPriority,
  },
  'one-master': {
    title: 'One director at a time is master',
    expected: () => 'nobody sends adverts between those of another, but once as one hands over',
    check: oneMaster,
  },
  'highest-master': {
    title: 'The director with the highest priority of all that live is master',
    expected: ({ members }) =>
      listed(
        members
          .toSorted((one, other) => other.instance.priority - one.instance.priority)
          .map(({ node }) => node),
        'before',
      ),
    check: highestMaster,
  },
}

function messageText({ version, routerId, advertSeconds, addresses }: Instance): string {
  const held = listed(addresses.map(({ address }) => address))
  return `version ${version}, router ${routerId}, interval ${Math.round(advertSeconds * 1000)} ms, ${held}`
}
