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
  'port-mapping': 'neither direct routing nor a tunnel changes the port',
  'no-real-servers': 'the virtual service has no real server',
  'dead-rip': 'nobody owns the address of a real server',
  'other-scheduler': 'the virtual service has another scheduler than promised',
  'other-weights': 'real servers have other weights than promised',
  'not-persistent': 'the virtual service forgets who was sent where',
  'server-removed': 'a real server was removed while it had connections',
  'quiescent-template': 'persistence sends clients to a real server of weight 0',
  'mark-missing': 'netfilter marks no packet for the virtual service',
  'service-missing': 'IPVS has other virtual services, but not the one in question',
  'no-ipvs': 'the IPVS table of the director is empty',
  'vip-off-link': 'the director has the VIP on an interface where it is not asked for',
  'no-link-local': 'a node without a link-local address cannot ask for its neighbours',
  'discovery-dropped': 'a filter drops neighbour discovery with the rest of ICMPv6',
  'duplicate-address': 'a real server found that the VIP is in use, and does not use it',
  'other-mode': 'IPVS is configured for another mode than is promised',
  'snat-missing': 'no rule of netfilter rewrites the source of requests on the director',
  'snat-source': 'a rule of netfilter rewrites the source to an address that does not lead back',
  'conntrack-off': 'netfilter knows nothing of the connections of IPVS (vs.conntrack is 0)',
  'ip-forward-off': 'the director does not forward IP packets, and so no replies',
  'replies-bypass-director': 'a real server sends its replies past the director',
  'client-beside-servers': "the client is on a real server's network, and so gets its replies directly",
  'replies-filtered': 'netfilter drops replies on the director',
  'wrong-port': 'IPVS sends to a port on which a real server does not listen',
  'redirects-followed': 'real servers follow ICMP redirects past the director',
  'nat-rule-missing': 'no rule of netfilter translates packets as was promised',
  'nat-rule-order': 'an earlier rule of netfilter takes the packets of the one that was promised',
  'nat-address-unowned': 'nobody answers for the address that netfilter puts for a source',
  'vrrp-router-id': 'two directors hold the VIP as two virtual routers',
  'vrrp-authentication': 'two directors discard the VRRP adverts of each other',
  'vrrp-filtered': 'a director drops the VRRP adverts of the other',
  'vrrp-priority': 'another director has the higher priority',
  'keepalived-stopped': 'keepalived does not run on a director',
  'keepalived-killed': 'keepalived was killed on a director, which has the VIP still',
  'keepalived-frozen': 'keepalived stands still on a director, which has the VIP still',
  'link-down': 'a link has no carrier, or had none for a while',
  partition: 'two directors do not hear each other, and others hear both',
  'garp-missing': 'a director told nobody that it has the VIP now',
  'garp-ignored': 'a client drops the announcement that the VIP has moved',
  'mac-moved': 'a director that does not have the VIP sends with its MAC, and the switch believes it',
  'sync-off': 'a director did not tell the other of its connections',
  'check-port': 'a health check asks a port where nobody listens',
  'no-route':
    'the client or its router has no route to the VIP, a router none to a real server, or that none to the client',
  'tunnel-down': 'a real server has no tunnel device that is up',
  'gue-listener': 'a real server does not take GUE on its UDP port',
  'gre-checksum': "the director puts checksums into GRE, and a real server's device takes none",
  'rp-filter': "a real server's reverse-path filter drops what comes out of the tunnel",
  urpf: 'a router drops replies because it would not send to their source, the VIP, that way',
  'protocol-filtered': 'a router filters tunnel packets',
  'wrong-vlan': 'a port of a switch is not in the VLAN of the network that is behind it',
  'bgp-session-down': 'two routers have no BGP session that they are configured for',
  'next-hop-unreachable': 'a router was told a route whose next hop it knows no way to',
  'reflector-hairpin': 'a route reflector puts itself for the next hop of what it reflects',
  'path-mtu': 'the client never hears that its packets are too large for the tunnel',
  'certificate-expired': "a server's certificate is no longer valid",
  'certificate-name': "a server's certificate is for other names",
  'certificate-authority': "nobody whom the client trusts has signed a server's certificate",
  'proxy-in-place': "a proxy stands in the director's place, and opens connections of its own",
  'server-silent': 'nothing listens on the port of a real server that a proxy connects to',
  'client-not-told': 'a proxy does not tell real servers the address of the client',
  'proxy-line-missing': 'real servers are not told the client by the PROXY protocol that they wait for',
  'proxy-line-unexpected': 'a proxy speaks the PROXY protocol to a real server that takes it for a request',
  'other-route': 'a proxy sends a URL to another real server than promised',
  'glue-missing': 'a delegation tells no address of a name server that lies below it',
  'lame-delegation': 'a zone is delegated to a name server that does not serve it',
  'dangling-alias': 'an alias stands for a name that does not exist',
  'recursion-refused': 'the name server that a client asks does not look names up for it',
  'name-server-dead': 'nobody listens where a name server is asked',
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
