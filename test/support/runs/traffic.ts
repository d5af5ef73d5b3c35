import type { Exchange, FieldChange, Hop, Journey, Sighting } from '../../../src/journey/types.ts'
import { concluded } from '../evidence.ts'

/** A node of the made-up LAN that the recorded-looking runs take place on. */
export interface Host {
  readonly node: string
  readonly mac: string
  readonly address: string
  readonly point: string
}

export const broadcast = 'ff:ff:ff:ff:ff:ff'
export const vip = '10.0.0.100'

export const host = (node: string, number: number): Host => ({
  node,
  mac: `02:00:0a:00:00:${number.toString(16).padStart(2, '0')}`,
  address: `10.0.0.${number}`,
  point: `${node}:eth0`,
})

/** Makes journeys as `src/journey` would, numbering frames and journeys in order of time. */
export class Traffic {
  readonly journeys: Journey[] = []
  readonly exchanges: Exchange[] = []
  readonly lan: readonly Host[]
  private frame = 0
  private clock = 0

  constructor(lan: readonly Host[]) {
    this.lan = lan
  }

  arpRequest(from: Host, target: string, sender = from.address): void {
    const receivers = this.lan.filter(({ node }) => node !== from.node)
    const sightings = [this.see(from, 'out'), ...receivers.map((other) => this.see(other, 'in'))]
    const hop = bareHop(from.mac, broadcast, sender, target, sightings)
    this.add({
      kind: 'arp',
      neighbour: { kind: 'request', target, sender },
      summary: `who-has ${target} tell ${sender}`,
      hops: [hop],
      disposition: 'broadcast',
    })
  }

  arpReply(from: Host, to: Host, address = from.address): void {
    const hop = bareHop(from.mac, to.mac, address, to.address, this.seen(from, to))
    this.add({
      kind: 'arp',
      neighbour: { kind: 'reply', target: address, sender: address },
      summary: `${address} is-at ${from.mac}`,
      hops: [hop],
      disposition: 'received',
    })
  }

  /** A packet along a path of hosts; only MACs and TTL change on the way. */
  packet(
    path: readonly Host[],
    source: string,
    destination: string,
    what: Partial<Journey> & { summary: string },
  ): Journey {
    const hops = path.slice(1).map((to, index): Hop => {
      const from = path[index] as Host
      const hop = bareHop(from.mac, to.mac, source, destination, this.seen(from, to))
      return { ...hop, ttl: 64 - index, changes: index === 0 ? [] : rerouted(path, index) }
    })
    return this.add({ kind: 'tcp', hops, disposition: 'received', ...what })
  }

  /** One GET answered by `server` in direct routing: requests by way of the director, replies straight back. */
  directRouting(client: Host, director: Host, server: Host, port: number): void {
    const ports = { sourcePort: port, destinationPort: 80 }
    const forth = [client, director, server]
    const back = [server, client]
    const send = (summary: string, flags: string) =>
      this.packet(forth, client.address, vip, { summary, flags }).id
    const answer = (summary: string, flags: string) =>
      this.packet(back, vip, client.address, { summary, flags }).id
    const requests = [send('SYN', 'S')]
    const replies = [answer('SYN-ACK', 'S.')]
    requests.push(send('ACK', '.'), send('GET / 74 B', 'P.'))
    replies.push(answer('ACK', '.'), answer('200 OK 241 B', 'P.'))
    requests.push(send('ACK', '.'), send('FIN-ACK', 'F.'))
    replies.push(answer('FIN-ACK', 'F.'))
    requests.push(send('ACK', '.'))
    this.exchanges.push({
      id: this.exchanges.length + 1,
      protocol: 'tcp',
      source: client.address,
      ...ports,
      destination: vip,
      requests,
      replies,
      errors: [],
      ...concluded('dr', server.node, director.node),
    })
  }

  private add(journey: Omit<Journey, 'id' | 'payloadLength'> & { readonly payloadLength?: number }): Journey {
    const whole = { payloadLength: 0, ...journey, id: this.journeys.length + 1 }
    this.journeys.push(whole)
    return whole
  }

  private seen(from: Host, to: Host): Sighting[] {
    return [this.see(from, 'out'), this.see(to, 'in')]
  }

  private see(at: Host, direction: 'out' | 'in'): Sighting {
    this.frame += 1
    this.clock += 12_000
    return { frame: this.frame, point: at.point, time: this.clock, direction }
  }
}

const bareHop = (
  sourceMac: string,
  destinationMac: string,
  source: string,
  destination: string,
  sightings: readonly Sighting[],
): Hop => ({ sourceMac, destinationMac, source, destination, encapsulation: [], sightings, changes: [] })

const rerouted = (path: readonly Host[], index: number): FieldChange[] => {
  const [before, here, next] = [path[index - 1], path[index], path[index + 1]] as [Host, Host, Host]
  return [
    { field: 'source-mac', from: before.mac, to: here.mac },
    { field: 'destination-mac', from: here.mac, to: next.mac },
    { field: 'ttl', from: String(65 - index), to: String(64 - index) },
  ]
}
