/** Link types of capture files, as tcpdump.org registers them (LINKTYPE_…). */
export const LINK_ETHERNET = 1
/** Behind a header of libpcap's own making, as on gre0. */
export const LINK_COOKED = 113
/** A packet that starts with its IPv4 or IPv6 header, as on tunl0. */
export const LINK_RAW_IP = 101

/** EtherTypes (IEEE 802 numbers, IANA). */
export const ETHER_IPV4 = 0x0800
export const ETHER_ARP = 0x0806
export const ETHER_VLAN = 0x8100
export const ETHER_IPV6 = 0x86dd
export const ETHER_SERVICE_VLAN = 0x88a8
/** Ethernet inside of GRE (RFC 1701, transparent bridging). */
export const ETHER_BRIDGED = 0x6558
/** IEEE 802 local experimental EtherType 1: the labs' own sentinel frames. */
export const ETHER_SENTINEL = 0x88b5

/** Internet protocol numbers (IANA), also the next headers of IPv6. */
export const IP_HOP_BY_HOP = 0
export const IP_ICMP = 1
export const IP_IPV4 = 4
export const IP_TCP = 6
export const IP_UDP = 17
export const IP_IPV6 = 41
export const IP_ROUTING = 43
export const IP_FRAGMENT = 44
export const IP_GRE = 47
/** Authentication header. */
export const IP_AH = 51
export const IP_ICMPV6 = 58
export const IP_DESTINATION_OPTIONS = 60
export const IP_VRRP = 112

/** Port of name servers, of UDP and TCP (RFC 1035, section 4.2). */
export const UDP_DNS = 53

/** UDP port on which GUE is received (IANA: gue). */
export const UDP_GUE = 6080
