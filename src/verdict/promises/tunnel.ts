import type { Hop } from '../../journey/types.ts'
import type { Encapsulation } from '../../lab/topology/virtual-service.ts'
import { every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { forwardOf, type Handover, type Packet, trafficOf } from '../traffic.ts'
import { frameOf, insideOf, receiver, type View } from '../view.ts'
import { tunnelsText } from './rewrite.ts'

/** IPv4 20; GRE (RFC 2784) 4, and 4 for its checksum; GUE: UDP 8 and 4 (draft-ietf-intarea-gue). */
function octetsOf(tunnel: Encapsulation | undefined): number {
  if (tunnel?.type === 'gre') return tunnel.checksum ? 28 : 24
  return tunnel?.type === 'gue' ? 32 : 20
}

/** What a tunnel costs, and how routers between will treat it: they see the outer header alone. */
export const outerHeader: ModePromise = (roles) => ({
  stage: 'forward',
  title: 'The outer header is of the right kind and size, with the TTL of the packet inside',
  expected: `${tunnelsText(roles)}, +${sizesText(roles)} octets, outer TTL = inner TTL, DF set`,
  check: (view) => {
    const packets = tunnelled(view, roles)
    const points = pointsOf(view.lab, roles.director)
    const wording = { noun: 'request packet', none: 'no request was sent into a tunnel', points }
    return every(view, packets, wording, ({ handover }) => {
      const wrong = wrongInHeader(view, roles, handover)
      const frame = frameOf(handover.hop)
      return wrong === undefined ? { frames: [frame] } : { deviation: { text: wrong, frame } }
    })
  },
})

function sizesText({ servers, tunnels }: ModeRoles): string {
  return [...new Set(servers.map((server) => octetsOf(tunnels[server])))].join(' or ')
}

/** What the first thing wrong with an outer header is; undefined where nothing is. */
function wrongInHeader(view: View, roles: ModeRoles, { hop, server }: Handover): string | undefined {
  const [outer] = hop.encapsulation
  const tunnel = roles.tunnels[server]
  if (outer === undefined) return `${hopText(view, hop)}, without a tunnel`
  if (outer.protocol !== tunnel?.type) return `${outer.protocol} to ${server}`
  if (outer.octets !== octetsOf(tunnel)) return `${outer.protocol} to ${server}, +${outer.octets} octets`
  if (outer.ttl !== hop.ttl) return `outer TTL ${outer.ttl}, inner TTL ${hop.ttl}`
  if (outer.dontFragment !== forbidsFragments(view, roles.director))
    return `DF ${outer.dontFragment ? 'set' : 'clear'}`
  return undefined
}

/** With vs.pmtu_disc=0 the director leaves DF off, and lets routers fragment (ip_vs_xmit.c). */
function forbidsFragments(view: View, director: string): boolean {
  return view.stateByNode.get(director)?.sysctls['ipv4.vs.pmtu_disc'] !== '0'
}

/** Routers on the way count down the outer TTL; the packet inside arrives as the director sent it. */
export const innerUntouched: ModePromise = (roles) => ({
  stage: 'forward',
  title: 'Routers change the outer header alone, and the packet inside arrives as it was sent',
  expected: `inner TTL the same at ${roles.director} and ${roles.labels.server}, outer TTL less one for each router`,
  check: (view) => {
    const points = roles.servers.flatMap((server) => pointsOf(view.lab, server))
    const wording = { noun: 'request packet', none: 'no request was sent into a tunnel', points }
    return every(view, tunnelled(view, roles), wording, (packet) => showCrossing(view, packet))
  },
})

interface Tunnelled extends Packet {
  readonly handover: Handover
}

function tunnelled(view: View, roles: ModeRoles): Tunnelled[] {
  return trafficOf(view, roles).requests.flatMap((packet) => {
    const handover = forwardOf(view, roles, packet)
    return handover === undefined || handover.hop.encapsulation.length === 0 ? [] : [{ ...packet, handover }]
  })
}

function showCrossing(view: View, { journey, handover: { hop: sent, server } }: Tunnelled): Shown {
  const way = wayOf(view, journey.hops.slice(journey.hops.indexOf(sent)), server)
  const last = way.at(-1) ?? sent
  if (receiver(view, last) !== server)
    return {
      deviation: {
        text: `${hopText(view, last)}, and ${server} got nothing`,
        frame: frameOf(last),
        unseen: true,
      },
    }
  if (last.ttl !== sent.ttl)
    return { deviation: { text: `inner TTL ${sent.ttl}, then ${last.ttl}`, frame: frameOf(last) } }
  const lost = outerTtl(sent) - outerTtl(last)
  if (lost !== way.length - 1)
    return {
      deviation: { text: `outer TTL less ${lost} after ${way.length - 1} routers`, frame: frameOf(last) },
    }
  return { frames: [frameOf(sent), frameOf(last)] }
}

/** Hops as far as a node; all of them where it was not reached. */
function wayOf(view: View, hops: readonly Hop[], node: string): readonly Hop[] {
  const between = hops.filter((hop) => insideOf(hop) === undefined)
  const end = between.findIndex((hop) => receiver(view, hop) === node)
  return end < 0 ? between : between.slice(0, end + 1)
}

const outerTtl = ({ encapsulation }: Hop): number => encapsulation[0]?.ttl ?? 0
