import type { Exchange, Hop } from '../../journey/types.ts'
import type { ModeRoles } from '../roles.ts'
import { dipsTowards } from '../traffic.ts'
import { ownAddresses } from '../view.ts'
import type { Forwarding } from './forward.ts'

const fromClient = (hop: Hop, { source, sourcePort }: Exchange): boolean =>
  hop.source === source && hop.sourcePort === sourcePort

/** Direct routing: new MAC addresses around an untouched IP packet. */
export const untouched: Forwarding = {
  manner: 'addresses and ports untouched',
  hop: ({ director, labels }) => `${director}:${labels.server}/CIP:VIP`,
  port: (_roles, { destinationPort }) => destinationPort,
  fits: (_view, _roles, { exchange }, { hop }) =>
    fromClient(hop, exchange) && hop.destination === exchange.destination && hop.encapsulation.length === 0,
}

/** Masquerading: another destination, and the port of the real server. */
export const destinationRewritten: Forwarding = {
  manner: 'rewritten to its address and port',
  hop: (roles) => `${roles.director}:${roles.labels.next}/CIP:RIP, port ${portsText(roles)}`,
  port: ({ ports }, _exchange, server) => ports[server],
  fits: (view, { vip }, { exchange }, { hop, server }) =>
    fromClient(hop, exchange) &&
    ownAddresses(view, server, vip).includes(hop.destination) &&
    hop.encapsulation.length === 0,
}

/** Full NAT: the source as well, so that the real server answers the director whatever its routes are. */
export const bothRewritten: Forwarding = {
  manner: 'rewritten to its address and port, as if from the director',
  hop: (roles) => `${roles.director}:${roles.labels.next}/DIP:RIP, port ${portsText(roles)}`,
  port: ({ ports }, _exchange, server) => ports[server],
  fits: (view, roles, _packet, { hop, server }) =>
    dipsTowards(view, roles, server).includes(hop.source) &&
    ownAddresses(view, server, roles.vip).includes(hop.destination) &&
    hop.encapsulation.length === 0,
}

/** A tunnel: the whole packet inside of another one, from the director to the real server. */
export const wrapped: Forwarding = {
  manner: 'wrapped into a packet from the director to it',
  hop: (roles) => `${roles.director}:${roles.labels.next}/DIP:RIP ${tunnelsText(roles)} [CIP:VIP]`,
  port: (_roles, { destinationPort }) => destinationPort,
  fits: (view, roles, { exchange }, { hop, server }) => {
    const [outer, ...more] = hop.encapsulation
    return (
      outer !== undefined &&
      more.length === 0 &&
      dipsTowards(view, roles, server).includes(outer.source) &&
      ownAddresses(view, server, roles.vip).includes(outer.destination) &&
      fromClient(hop, exchange) &&
      hop.destination === exchange.destination
    )
  },
}

/** `ipip`, or `ipip|gre` where real servers differ. */
export function tunnelsText({ servers, tunnels }: Pick<ModeRoles, 'servers' | 'tunnels'>): string {
  return [...new Set(servers.flatMap((server) => tunnels[server]?.type ?? []))].join('|')
}

function portsText({ servers, ports }: ModeRoles): string {
  return [...new Set(servers.map((server) => ports[server]))].join(' or ')
}
