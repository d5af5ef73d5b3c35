import type { Exchange, Hop } from '../../journey/types.ts'
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

function portsText({ servers, ports }: Parameters<Forwarding['hop']>[0]): string {
  return [...new Set(servers.map((server) => ports[server]))].join(' or ')
}
