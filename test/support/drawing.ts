import { type Link, type Shape, VIP } from './cast.ts'
import { EvidenceBuilder, type MutableExchange } from './evidence.ts'

/** Initial sequence numbers: 1000 of the client, 5000 of the server. */
export const SYN = { summary: 'SYN', flags: 'S', sequence: 1000, acknowledgement: 0 }
export const SYN_ACK = { summary: 'SYN-ACK', flags: 'S.', sequence: 5000, acknowledgement: 1001 }

const REQUESTS = [
  { summary: 'ACK', flags: '.', sequence: 1001, acknowledgement: 5001 },
  { summary: 'ACK 74 B', flags: 'P.', sequence: 1001, acknowledgement: 5001, payloadLength: 74 },
  { summary: 'FIN-ACK', flags: 'F.', sequence: 1075, acknowledgement: 5242 },
]
const REPLIES = [
  { summary: 'ACK 241 B', flags: 'P.', sequence: 5001, acknowledgement: 1075, payloadLength: 241 },
  { summary: 'FIN-ACK', flags: 'F.', sequence: 5242, acknowledgement: 1076 },
]

export interface Ways {
  /** Path of the first request packet, told on the director's network. */
  readonly first: readonly Link[]
  /** Path of those after it; the same where there is none. */
  readonly rest?: readonly Link[]
  readonly back: readonly Link[]
  readonly server: Link
  readonly mode?: 'dr' | 'local'
}

export const usual = ({ cast: { station, director } }: EvidenceBuilder, server: Link): Ways => ({
  first: [station, director, server],
  back: [server, station],
  server,
})

/** One GET that is answered. */
export function get(run: EvidenceBuilder, { first, rest = first, back, server, mode = 'dr' }: Ways): void {
  const exchange = run.exchange(mode, server.node)
  run.request(exchange, first, SYN)
  run.reply(exchange, back, SYN_ACK)
  for (const packet of REQUESTS) run.request(exchange, rest, packet)
  for (const packet of REPLIES) run.reply(exchange, back, packet)
  run.attempt('answered', server.node)
}

/** A SYN that gets no answer; `path` is where it got to. */
export function silence(run: EvidenceBuilder, path: readonly Link[], server?: Link): MutableExchange {
  const exchange = run.exchange(server ? 'dr' : 'none', (server ?? path.at(-1))?.node)
  run.request(exchange, path, SYN)
  run.attempt('timeout')
  return exchange
}

/** The director itself refuses: with ICMP where its service has nobody, with RST where it has no service. */
export function refusing(shape: Shape | undefined, answer: 'port unreachable' | 'RST'): EvidenceBuilder {
  const run = new EvidenceBuilder(shape)
  const { director, station, times } = run.cast
  resolveVip(run, director)
  for (let index = 0; index < times; index++) {
    const exchange = run.exchange(answer === 'RST' ? 'local' : 'none', 'director')
    run.request(exchange, [station, director], SYN)
    if (answer !== 'RST') run.error(exchange, { type: 3, code: 3 }, answer, VIP)
    else
      run.reply(exchange, [director, station], {
        summary: 'RST-ACK',
        flags: 'R.',
        sequence: 0,
        acknowledgement: 1001,
      })
    run.attempt('refused')
  }
  return run
}

/** Round robin as ip_vs_rr deals: the server that was added last comes first. */
export function serverAt({ cast: { servers } }: EvidenceBuilder, index: number): Link {
  return servers[servers.length - 1 - (index % servers.length)] as Link
}

/** Calls for each attempt with the server whose turn it is, and whether that is its first. */
export function each(run: EvidenceBuilder, draw: (server: Link, isFirst: boolean) => void): void {
  for (let index = 0; index < run.cast.times; index++)
    draw(serverAt(run, index), index < run.cast.servers.length)
}

export function resolveVip(run: EvidenceBuilder, ...responders: readonly Link[]): void {
  run.ask(run.cast.station, VIP)
  for (const responder of responders) run.answer(responder, run.cast.station, VIP)
}

export function resolveServer(run: EvidenceBuilder, server: Link): void {
  run.ask(run.cast.director, server.address)
  run.answer(server, run.cast.director)
}

/** The real server asks for the client, or for the router in its place. */
export function resolveClient(run: EvidenceBuilder, server: Link, sender = server.address): void {
  run.ask(server, run.cast.station.address, sender)
  run.answer(run.cast.station, server)
}
