import { IPVS_MODES } from '../../lab/vocabulary.ts'
import { ofMode } from './adverts.ts'
import { arpAnnounce, arpIgnore, vipOnLink } from './arp.ts'
import { clientBesideServers, redirectsFollowed, repliesBypassDirector } from './bypass.ts'
import { checkPort } from './check-port.ts'
import { noIpvs, noRealServers, serviceMissing, vipFirst, vipMissingOnDirector } from './director.ts'
import { conntrackOff, ipForwardOff, repliesFiltered } from './director-return.ts'
import { discoveryDropped } from './discovery-dropped.ts'
import { duplicateAddress } from './duplicate-address.ts'
import { protocolFiltered } from './filtered.ts'
import { greChecksum } from './gre-checksum.ts'
import { gueListener } from './gue-listener.ts'
import { noLinkLocal } from './no-link-local.ts'
import { otherMode } from './other-mode.ts'
import { deadRip, repliesViaDirector, rsBehindRouter } from './path.ts'
import { pathMtu } from './path-mtu.ts'
import { portMapping, wrongPort } from './ports.ts'
import { proxyInPlace, serverSilent } from './proxy.ts'
import { proxyLineMissing, proxyLineUnexpected } from './proxy-line.ts'
import { noRoute, noRouteBack, noRouteBetween } from './route.ts'
import { rpFilter } from './rp-filter.ts'
import type { Suspect } from './scene.ts'
import { vipMissing, vipPrefixOnLo } from './server.ts'
import { snatMissing, snatSource, snatUnasked } from './snat.ts'
import { tunnelDown } from './tunnel-down.ts'
import { urpf } from './urpf.ts'
import { vipOffLink } from './vip-off-link.ts'
import { advertsFiltered, authenticationDiffers, otherPriority, routerIdDiffers } from './vrrp.ts'

/** Modes in which the packet keeps the VIP for its destination, and real servers own it. */
const OWNING = ['dr', 'tun'] as const

/** Modes in which replies come back to the director, to be translated. */
const RETURNING = ['nat', 'fullnat'] as const

/** Every cause that is recognised, the specific before the general where one failure has the marks of two. */
export const SUSPECTS: readonly Suspect[] = [
  { cause: 'no-route', since: 'ask-vip', detect: noRoute },
  { cause: 'client-beside-servers', since: 'ask-vip', modes: ['nat'], detect: clientBesideServers },
  { cause: 'vrrp-router-id', since: 'answer-vip', detect: ofMode(routerIdDiffers) },
  { cause: 'vrrp-authentication', since: 'answer-vip', detect: ofMode(authenticationDiffers) },
  { cause: 'vrrp-filtered', since: 'answer-vip', detect: ofMode(advertsFiltered) },
  { cause: 'vrrp-priority', since: 'answer-vip', detect: ofMode(otherPriority) },
  { cause: 'vip-on-link', since: 'answer-vip', detect: vipOnLink },
  { cause: 'arp-ignore', since: 'answer-vip', detect: arpIgnore },
  { cause: 'vip-missing', since: 'answer-vip', detect: vipMissingOnDirector },
  { cause: 'vip-off-link', since: 'answer-vip', detect: vipOffLink },
  { cause: 'arp-announce', since: 'request', detect: arpAnnounce },
  { cause: 'vip-first', since: 'ask-server', detect: vipFirst },
  { cause: 'no-ipvs', since: 'ask-server', modes: IPVS_MODES, detect: noIpvs },
  { cause: 'service-missing', since: 'ask-server', modes: IPVS_MODES, detect: serviceMissing },
  { cause: 'check-port', since: 'ask-server', detect: checkPort },
  { cause: 'no-real-servers', since: 'ask-server', modes: IPVS_MODES, detect: noRealServers },
  { cause: 'rs-behind-router', since: 'ask-server', modes: ['dr'], detect: rsBehindRouter },
  { cause: 'no-link-local', since: 'ask-server', detect: noLinkLocal },
  { cause: 'discovery-dropped', since: 'ask-vip', detect: discoveryDropped },
  { cause: 'duplicate-address', since: 'ask-client', modes: OWNING, detect: duplicateAddress },
  { cause: 'vip-prefix-on-lo', since: 'ask-server', detect: vipPrefixOnLo },
  { cause: 'dead-rip', since: 'ask-server', detect: deadRip },
  { cause: 'other-mode', since: 'forward', first: true, detect: otherMode },
  { cause: 'proxy-in-place', since: 'forward', modes: IPVS_MODES, first: true, detect: proxyInPlace },
  { cause: 'server-silent', since: 'forward', modes: ['proxy'], detect: serverSilent },
  { cause: 'proxy-line-missing', since: 'forward', modes: ['proxy'], detect: proxyLineMissing },
  { cause: 'proxy-line-unexpected', since: 'forward', modes: ['proxy'], detect: proxyLineUnexpected },
  { cause: 'snat-missing', since: 'forward', modes: ['fullnat'], detect: snatMissing },
  { cause: 'conntrack-off', since: 'forward', modes: ['fullnat'], detect: snatUnasked },
  { cause: 'snat-source', since: 'forward', modes: ['fullnat'], detect: snatSource },
  { cause: 'no-route', since: 'forward', modes: ['tun'], detect: noRouteBetween },
  { cause: 'protocol-filtered', since: 'forward', modes: ['tun'], detect: protocolFiltered },
  { cause: 'gue-listener', since: 'ask-client', modes: ['tun'], detect: gueListener },
  { cause: 'gre-checksum', since: 'ask-client', modes: ['tun'], detect: greChecksum },
  { cause: 'tunnel-down', since: 'ask-client', modes: ['tun'], detect: tunnelDown },
  { cause: 'rp-filter', since: 'ask-client', modes: ['tun'], detect: rpFilter },
  { cause: 'vip-missing', since: 'ask-client', modes: OWNING, detect: vipMissing },
  { cause: 'no-route', since: 'ask-client', modes: ['dr', 'tun', 'nat'], detect: noRouteBack },
  { cause: 'replies-via-director', since: 'ask-client', modes: OWNING, detect: repliesViaDirector },
  { cause: 'wrong-port', since: 'forward', modes: RETURNING, detect: wrongPort },
  { cause: 'redirects-followed', since: 'request', modes: RETURNING, detect: redirectsFollowed },
  { cause: 'replies-bypass-director', since: 'request', modes: RETURNING, detect: repliesBypassDirector },
  { cause: 'ip-forward-off', since: 'reply', modes: RETURNING, detect: ipForwardOff },
  { cause: 'conntrack-off', since: 'reply', modes: RETURNING, detect: conntrackOff },
  { cause: 'replies-filtered', since: 'reply', modes: RETURNING, detect: repliesFiltered },
  { cause: 'urpf', since: 'reply', modes: OWNING, detect: urpf },
  { cause: 'port-mapping', since: 'reply', modes: OWNING, detect: portMapping },
  { cause: 'path-mtu', since: 'whole', modes: ['tun'], detect: pathMtu },
]
