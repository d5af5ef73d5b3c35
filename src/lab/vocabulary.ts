/** Words that labs and verdicts must agree on. A typing error in a lab is caught against these lists. */

/** Promises about how a request finds the director: those of a second director in a row are the first one's. */
const ARRIVAL = ['arp-vip-asked', 'arp-one-responder', 'client-neighbour'] as const

/** What each mode promises, in the order of the packet's way. A new mode is a new line here. */
export const MODE_PROMISES = {
  dr: [
    'answered',
    ...ARRIVAL,
    'request-to-director',
    'arp-rip-asked',
    'request-forwarded',
    'ttl-minus-one',
    'arp-client-asked',
    'reply-direct',
    'reply-bypasses-director',
    'sequence-kept',
    'fdb',
    'mode-inferred',
    'ipvs-counters',
  ],
  nat: [
    'answered',
    ...ARRIVAL,
    'request-to-director',
    'arp-rip-asked',
    'request-forwarded',
    'ttl-minus-one',
    'server-sees-client',
    'reply-to-director',
    'reply-translated',
    'sequence-kept',
    'fdb',
    'mode-inferred',
    'ipvs-counters',
  ],
  tun: [
    'answered',
    ...ARRIVAL,
    'request-to-director',
    'arp-rip-asked',
    'request-forwarded',
    'ttl-minus-one',
    'outer-header',
    'inner-untouched',
    'arp-client-asked',
    'reply-direct',
    'reply-bypasses-director',
    'sequence-kept',
    'fdb',
    'mode-inferred',
    'ipvs-counters',
  ],
  fullnat: [
    'answered',
    ...ARRIVAL,
    'request-to-director',
    'arp-rip-asked',
    'request-forwarded',
    'ttl-minus-one',
    'server-sees-director',
    'reply-to-director',
    'reply-translated',
    'sequence-kept',
    'fdb',
    'mode-inferred',
    'ipvs-counters',
  ],
  proxy: [
    'answered',
    ...ARRIVAL,
    'request-to-director',
    'server-sees-director',
    'reply-to-director',
    'reply-as-vip',
    'two-handshakes',
    'closed-by-itself',
    'mode-inferred',
  ],
} as const

export type ModeName = keyof typeof MODE_PROMISES

/** Modes in which IPVS sends packets on; a proxy opens connections of its own. */
export const IPVS_MODES = ['dr', 'nat', 'tun', 'fullnat'] as const satisfies readonly ModeName[]

export type IpvsMode = (typeof IPVS_MODES)[number]

export type PromiseName<Mode extends ModeName = ModeName> = (typeof MODE_PROMISES)[Mode][number]

/** What tells an expectation of a mode from one with fewer promises. */
interface Circumstances {
  readonly protocol: 'tcp' | 'udp'
  /** Another director, by which requests come: they do not have to find this one by themselves. */
  readonly via?: string
}

/** Names of what a mode promises. Datagrams have no handshake that could be shared. */
export function promisesOf<Mode extends ModeName>(
  mode: Mode,
  { protocol, via }: Circumstances = { protocol: 'tcp' },
): readonly PromiseName<Mode>[] {
  const without: readonly string[] = [
    ...(via === undefined ? [] : ARRIVAL),
    ...(protocol === 'udp' ? ['sequence-kept'] : []),
  ]
  return MODE_PROMISES[mode].filter((name) => !without.includes(name))
}

/** What a virtual router promises of its adverts, then of who sends them. */
export const VRRP_PROMISES = [
  'addressed',
  'ttl',
  'source-mac',
  'message',
  'interval',
  'priority',
  'one-master',
  'highest-master',
] as const

export type VrrpPromiseName = (typeof VRRP_PROMISES)[number]

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

/** Schedulers whose choices are certain: all but twos, which draws lots. */
export const SPREAD_SCHEDULERS = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'sed',
  'nq',
  'fo',
  'ovf',
  'sh',
  'dh',
  'mh',
  'lblc',
  'lblcr',
] as const

export type SpreadScheduler = (typeof SPREAD_SCHEDULERS)[number]

/** Kinds of servers that a node can run (`serve`). */
export const SERVER_KINDS = ['http', 'https', 'udp', 'smtp'] as const

export type ServerKind = (typeof SERVER_KINDS)[number]
