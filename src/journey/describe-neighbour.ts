import { decodeNeighbourDiscovery, type NeighbourDiscovery } from '../wire/neighbour-discovery.ts'
import type { PacketFacts } from './packet-facts.ts'
import { type Reading, sourceText } from './reading.ts'
import type { NeighbourKind } from './types.ts'

type Facts = Pick<PacketFacts, 'kind' | 'summary' | 'neighbour'>

type Message = Extract<NeighbourDiscovery, { message: 'neighbour-solicitation' | 'neighbour-advertisement' }>

/** A whole neighbour solicitation or advertisement; undefined for every other message of ICMPv6. */
export function describeNeighbour({ bytes, layout }: Reading): Facts | undefined {
  const { transport, end, network } = layout
  if (transport + LENGTH > end) return undefined
  const message = decodeNeighbourDiscovery(bytes, transport, end)
  if (message?.message !== 'neighbour-solicitation' && message?.message !== 'neighbour-advertisement')
    return undefined
  const sender = sourceText(bytes, network)
  const kind = kindOf(message, sender)
  const neighbour = { kind, target: message.target, sender }
  return { kind: 'nd', neighbour, summary: textOf(message, kind, sender) }
}

/** Octets up to the options: of both messages (RFC 4861, sections 4.3 and 4.4). */
const LENGTH = 24

/** A solicitation without a source asks whether an address is free (RFC 4862, section 5.4.2). */
function kindOf(message: Message, sender: string): NeighbourKind {
  if (message.message === 'neighbour-solicitation') return sender === '::' ? 'probe' : 'request'
  return message.solicited ? 'reply' : 'gratuitous'
}

function textOf(message: Message, kind: NeighbourKind, sender: string): string {
  if (message.message === 'neighbour-solicitation') {
    const question = `neighbour solicitation for ${message.target}`
    return kind === 'probe' ? `${question}, probe` : `${question} from ${sender}`
  }
  const mac = message.options.find((option) => option.kind === 'target-link-layer')
  // An answer to a question that was sent to one node need not tell the address that it was sent to.
  const place = mac?.kind === 'target-link-layer' ? ` at ${mac.mac}` : ''
  return `neighbour advertisement for ${message.target}${place}${kind === 'gratuitous' ? ', unasked' : ''}`
}
