import type { ExpectationSpec } from './types.ts'

/** Words that labs and verdicts must agree on. A typing error in a lab is caught against these lists. */

/** What `mode: dr` promises, in the order of the packet's way. */
export const DR_EXPECTATIONS = [
  'dr/answered',
  'dr/arp-vip-asked',
  'dr/arp-one-responder',
  'dr/client-neighbour',
  'dr/request-to-director',
  'dr/arp-rip-asked',
  'dr/request-forwarded',
  'dr/ttl-minus-one',
  'dr/arp-client-asked',
  'dr/reply-direct',
  'dr/reply-bypasses-director',
  'dr/sequence-kept',
  'dr/fdb',
  'dr/mode-inferred',
  'dr/ipvs-counters',
] as const

export type DrExpectation = (typeof DR_EXPECTATIONS)[number]

/** Expectations of each mode. A new mode is a new line here. */
export const MODE_EXPECTATIONS = { dr: DR_EXPECTATIONS } as const

/** Causes that a diagnosis can name, with what each means. */
export const CAUSES = {
  'arp-ignore': 'a real server answers ARP requests for the VIP',
  'arp-announce': 'a real server asks ARP questions in the name of the VIP',
  'vip-on-link': "the VIP is on a real server's link instead of on lo",
  'vip-prefix-on-lo': 'the VIP on lo has a prefix that takes the subnet with it',
  'vip-missing': 'a real server or the director does not own the VIP',
  'vip-first': "the VIP is the director's primary address",
  'replies-via-director': 'a real server sends its replies through the director',
  'rs-behind-router': 'a router stands between the director and a real server',
  'port-mapping': 'direct routing cannot change the port',
  'no-real-servers': 'the virtual service has no real server',
  'dead-rip': 'nobody owns the address of a real server',
  'service-missing': 'IPVS has other virtual services, but not the one in question',
  'no-ipvs': 'the IPVS table of the director is empty',
  'no-route': 'the client or its router has no route to the VIP, or a real server none to the client',
} as const

export type Cause = keyof typeof CAUSES

/** Schedulers of IPVS in Linux 6.1 (net/netfilter/ipvs/Kconfig). */
export const SCHEDULERS = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'fo',
  'ovf',
  'lblc',
  'lblcr',
  'dh',
  'sh',
  'mh',
  'sed',
  'nq',
  'twos',
] as const

/** Forwarding methods of IPVS: direct routing, address translation, tunnelling. */
export const FORWARDING_METHODS = ['dr', 'nat', 'tun'] as const

/** Flags of schedulers (ipvsadm -b), each named after the one that it is for. */
export const SCHEDULER_FLAGS = ['sh-fallback', 'sh-port', 'mh-fallback', 'mh-port'] as const

/** Schedulers whose spread over a few requests is certain. */
export const SPREAD_SCHEDULERS = ['rr', 'wrr'] as const

/**
 * Ids of all verdicts that a lab's expectations come to: `dr/answered`, `spread`, `outcome/PROBE`,
 * `hops/PROBE`, and `never/N`, counted from 1 among those of its kind.
 */
export function expectationIds(specs: readonly ExpectationSpec[]): string[] {
  const nevers = specs.filter((spec) => spec.kind === 'never')
  return specs.flatMap((spec) => {
    if (spec.kind === 'mode') return MODE_EXPECTATIONS[spec.mode]
    if (spec.kind === 'spread') return 'spread'
    return spec.kind === 'never' ? `never/${nevers.indexOf(spec) + 1}` : `${spec.kind}/${spec.probe}`
  })
}
