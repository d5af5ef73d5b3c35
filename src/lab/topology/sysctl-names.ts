import { devicesOf, type Host } from './host.ts'

/**
 * Per-interface settings that decide over the labs' packets, by family, with the kernel's own defaults (net/ipv4/
 * devinet.c). A namespace inherits them from the initial one (net.core.devconf_inherit_init_net), so they are
 * written even where the default is wanted. Documented in Documentation/networking/ip-sysctl.rst.
 */
export const CONF_DEFAULTS = {
  ipv4: {
    accept_local: '0',
    accept_redirects: '1',
    arp_accept: '0',
    arp_announce: '0',
    arp_filter: '0',
    arp_ignore: '0',
    log_martians: '0',
    proxy_arp: '0',
    rp_filter: '0',
    send_redirects: '1',
  },
  /**
   * Not the kernel's: accept_dad, or an address could be used only after 1 to 2 s, when nobody has objected; and
   * accept_ra, or hosts would ask for routers. Multicast listeners report at once instead of within 1 s, so that
   * they have done so when the captures begin (mld_ifc_work in net/ipv6/mcast.c).
   */
  ipv6: {
    accept_dad: '0',
    accept_ra: '0',
    accept_redirects: '1',
    mldv2_unsolicited_report_interval: '0',
    proxy_ndp: '0',
  },
} as const

export type FamilyKey = keyof typeof CONF_DEFAULTS

/** Other per-interface settings that exist and that a lab may name. */
const CONF_OTHERS = {
  ipv4: [
    'accept_source_route arp_evict_nocarrier arp_notify bc_forwarding bootp_relay disable_policy disable_xfrm',
    'drop_gratuitous_arp drop_unicast_in_l2_multicast force_igmp_version forwarding',
    'igmpv2_unsolicited_report_interval igmpv3_unsolicited_report_interval ignore_routes_with_linkdown',
    'mc_forwarding medium_id promote_secondaries proxy_arp_pvlan route_localnet secure_redirects shared_media',
    'src_valid_mark tag',
  ],
  ipv6: [
    'accept_ra_defrtr accept_ra_from_local accept_ra_min_hop_limit accept_ra_mtu accept_ra_pinfo',
    'accept_ra_rtr_pref accept_source_route accept_untracked_na addr_gen_mode autoconf dad_transmits disable_ipv6',
    'disable_policy drop_unicast_in_l2_multicast drop_unsolicited_na enhanced_dad force_mld_version force_tllao',
    'forwarding hop_limit ignore_routes_with_linkdown keep_addr_on_down max_addresses mtu ndisc_evict_nocarrier',
    'ndisc_notify ndisc_tclass router_solicitations seg6_enabled suppress_frag_ndisc use_oif_addrs_only use_tempaddr',
  ],
} as const

const settingsOf = (family: FamilyKey): string[] => [
  ...Object.keys(CONF_DEFAULTS[family]),
  ...CONF_OTHERS[family].flatMap((line) => line.split(' ')),
]

/** Every per-interface setting by family. */
export const CONF = { ipv4: settingsOf('ipv4'), ipv6: settingsOf('ipv6') }

/** Highest value that means something, where there is one; all of these start at 0. */
export const HIGHEST: Readonly<Record<string, number>> = {
  'ipv4.ip_forward': 1,
  'ipv4.conf.arp_ignore': 8,
  'ipv4.conf.arp_announce': 2,
  'ipv4.conf.rp_filter': 2,
  'ipv4.conf.arp_accept': 2,
  'ipv6.conf.accept_dad': 2,
  'ipv6.conf.accept_ra': 2,
  'ipv6.conf.addr_gen_mode': 3,
  'ipv6.conf.disable_ipv6': 1,
  'ipv6.conf.forwarding': 1,
}

export const GLOBAL_DEFAULTS = {
  'ipv4.icmp_echo_ignore_all': '0',
  'ipv4.icmp_echo_ignore_broadcasts': '1',
} as const

/** What stands for NAME in ipv4.conf.NAME.SETTING: a slash where an interface has a dot (sysctl(8)). */
export function confNames(host: Host): string[] {
  return ['all', 'default', ...devicesOf(host).map(confName)]
}

export const confName = (device: string): string => device.replaceAll('.', '/')
