import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange, Hop, Journey, VrrpFacts } from '../../src/journey/types.ts'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { judge } from '../../src/verdict/judge.ts'
import type { Evidence, NodeState, Verdict } from '../../src/verdict/types.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

const FILE = join(import.meta.dirname, 'failover/lab.yaml')
export const VIP = '10.0.0.100'
/** When the timeline begins: milliseconds since 1970. */
const BEGIN = 1_700_000_000_000
/** When the first frame was captured. */
const ORIGIN = BEGIN - 10_000
const EVERY_MS = 100
const BROADCAST = 'ff:ff:ff:ff:ff:ff'

/** A packet that was drawn; times are milliseconds since the beginning of the timeline. */
interface Drawn {
  readonly at: number
  readonly from: string
  /** Node, or an address of layer 2. */
  readonly to: string
  readonly packet: Partial<Journey> & { readonly summary: string }
  readonly hop?: Partial<Hop>
  /** Nodes that saw it beside the sender; all of the LAN where a broadcast does not say. */
  readonly seenBy?: readonly string[]
  exchange?: { readonly id: number; readonly side: 'requests' | 'replies' }
}

/** A run of test/support/failover: lb1 hands over to lb2. All times are milliseconds since the timeline began. */
export class Failover {
  readonly lab: Lab
  readonly states: Map<string, Mutable<NodeState>>
  readonly happened: Mutable<Evidence['happened'][number]>[] = [
    { event: 'begin', at: BEGIN, milliseconds: 0 },
  ]
  readonly captures: Mutable<Evidence['captures'][number]>[]
  readonly changes: Mutable<Evidence['addressChanges'][number]>[] = []
  readonly attempts: Mutable<Evidence['probes'][number]['attempts'][number]>[] = []
  readonly #drawn: Drawn[] = []

  /** `expected` are items of `expect`, as a lab has them; `edit` changes the lab's text. */
  constructor(expected: readonly string[], edit: (text: string) => string = (text) => text) {
    this.lab = labWith(expected, edit)
    this.states = new Map(this.lab.nodes.map(({ name }) => [name, this.#stateOf(name)]))
    this.captures = this.lab.nodes.map(({ name }) => ({
      ...{ point: `${name}:eth0`, live: true, drained: true, dropped: 0, frames: 1 },
    }))
    for (const { name, atMs } of this.lab.timeline?.events ?? []) this.happens(name, atMs)
  }

  happens(event: string, at: number): void {
    this.happened.push({ event, at: BEGIN + at, milliseconds: 1 })
  }

  state(node: string): Mutable<NodeState> {
    return this.states.get(node) ?? missing(node)
  }

  mac(node: string): string {
    return this.lab.nodes.find(({ name }) => name === node)?.links[0]?.mac ?? missing(node)
  }

  /** A node gets the address, or loses it. */
  gains(node: string, at: number): void {
    this.#change(node, at, 'gained')
  }

  loses(node: string, at: number): void {
    this.#change(node, at, 'lost')
  }

  #change(node: string, at: number, change: 'gained' | 'lost'): void {
    this.changes.push({ at: BEGIN + at, node, interface: 'eth0', cidr: `${VIP}/32`, change })
    const { interfaces } = this.state(node)
    const others = (addresses: readonly string[]) => addresses.filter((one) => one !== `${VIP}/32`)
    this.state(node).interfaces = interfaces.map((one) => ({
      ...one,
      addresses: [
        ...others(one.addresses),
        ...(change === 'gained' && one.name === 'eth0' ? [`${VIP}/32`] : []),
      ],
    }))
  }

  /** Requests at a steady rate, the whole timeline long; those between are lost. */
  requests(...lost: readonly (readonly [from: number, to: number])[]): void {
    for (let at = 0; at < (this.lab.timeline?.lastsMs ?? 0); at += EVERY_MS)
      this.request(at, !lost.some(([from, to]) => at >= from && at < to))
  }

  /** One request of the client; the node whose MAC it has for the address may be named. */
  request(at: number, answered: boolean, to = 'lb1'): void {
    const localPort = 40_001 + this.attempts.length
    const id = this.attempts.length + 1
    const outcome = answered ? 'answered' : 'timeout'
    this.attempts.push({ outcome, localPort, at: BEGIN + at, milliseconds: answered ? 5 : 1000 })
    const ends = { source: '10.0.0.2', sourcePort: localPort, destination: VIP, destinationPort: 80 }
    const packet = { kind: 'tcp' as const, summary: 'SYN', flags: 'S' }
    this.draw({ at, from: 'client', to, packet, hop: ends, exchange: { id, side: 'requests' } })
    if (!answered) return
    const back = { source: VIP, sourcePort: 80, destination: '10.0.0.2', destinationPort: localPort }
    const reply = { kind: 'tcp' as const, summary: 'SYN-ACK', flags: 'S.' }
    this.draw({
      at: at + 1,
      from: 'rs1',
      to: 'client',
      packet: reply,
      hop: back,
      exchange: { id, side: 'replies' },
    })
  }

  /** A gratuitous ARP request. */
  announces(node: string, at: number): void {
    const neighbour = { kind: 'gratuitous', target: VIP, sender: VIP } as const
    const packet = { kind: 'arp' as const, summary: `who-has ${VIP} tell ${VIP}`, neighbour }
    this.draw({ at, from: node, to: BROADCAST, packet, hop: { source: VIP, destination: VIP } })
  }

  /** An answer to who-has. */
  answers(node: string, at: number): void {
    const neighbour = { kind: 'reply', target: VIP, sender: VIP } as const
    const packet = { kind: 'arp' as const, summary: `${VIP} is-at ${this.mac(node)}`, neighbour }
    this.draw({ at, from: node, to: 'client', packet, hop: { source: VIP, destination: '10.0.0.2' } })
  }

  advert(node: string, at: number, facts: Partial<VrrpFacts> = {}, otherwise: Partial<Drawn> = {}): void {
    const vrrp: VrrpFacts = {
      ...{ version: 2, routerId: 51, priority: node === 'lb1' ? 150 : 100, interval: 1000 },
      ...{ addresses: [VIP], checksum: 'good', authentication: 1, secret: 'c011bd228352' },
      ...facts,
    }
    const summary = `VRRP advertisement, router ${vrrp.routerId} priority ${vrrp.priority}`
    const source = this.lab.nodes.findIndex(({ name }) => name === node) + 2
    const hop = { source: `10.0.0.${source}`, destination: '224.0.0.18', ttl: 255 }
    const packet = { kind: 'other' as const, summary, vrrp }
    this.draw({ at, from: node, to: '01:00:5e:00:00:12', packet, hop, ...otherwise })
  }

  draw(drawn: Drawn): void {
    this.#drawn.push(drawn)
  }

  evidence(): Evidence {
    const drawn = this.#drawn.toSorted((one, other) => one.at - other.at)
    const journeys = drawn.map((one, index) => this.#journey(one, index + 1))
    return {
      journeys,
      exchanges: this.#exchanges(drawn),
      captures: this.captures,
      nodes: [...this.states.values()],
      networks: [],
      probes: [{ probe: 'steady', from: 'client', attempts: this.attempts }],
      origin: ORIGIN,
      happened: this.happened,
      addressChanges: this.changes,
    }
  }

  judged(): Promise<Verdict[]> {
    return judge(this.lab, this.evidence())
  }

  async verdict(): Promise<Verdict> {
    return (await this.judged())[0] ?? missing('verdict')
  }

  #journey({ at, from, to, packet, hop = {}, seenBy }: Drawn, id: number): Journey {
    const isNode = this.states.has(to)
    const seers = [from, ...(seenBy ?? (isNode ? [to] : this.lab.nodes.map(({ name }) => name)))]
    const sightings = [...new Set(seers)].map((node, place) => ({
      frame: id * 10 + place,
      point: `${node}:eth0`,
      time: (BEGIN + at - ORIGIN) * 1e6 + place,
      direction: place === 0 ? ('out' as const) : ('in' as const),
    }))
    const macs = { sourceMac: this.mac(from), destinationMac: isNode ? this.mac(to) : to }
    const whole: Hop = {
      ...macs,
      source: '',
      destination: '',
      encapsulation: [],
      changes: [],
      ...hop,
      sightings,
    }
    const disposition = isNode ? 'received' : 'broadcast'
    return { kind: 'other', payloadLength: 0, disposition, ...packet, hops: [whole], id }
  }

  #exchanges(drawn: readonly Drawn[]): Exchange[] {
    return this.attempts.map(({ localPort = 0 }, index) => {
      const ids = (side: string) =>
        drawn.flatMap(({ exchange }, place) =>
          exchange?.id === index + 1 && exchange.side === side ? [place + 1] : [],
        )
      return {
        ...{ id: index + 1, protocol: 'tcp', source: '10.0.0.2', sourcePort: localPort },
        ...{ destination: VIP, destinationPort: 80, errors: [], tiers: [], mode: 'dr' },
        requests: ids('requests'),
        replies: ids('replies'),
      }
    })
  }

  #stateOf(node: string): Mutable<NodeState> {
    const spec = this.lab.nodes.find(({ name }) => name === node) ?? missing(node)
    const cidrs = (name: string) =>
      spec.addresses.filter((one) => one.interface === name).map(({ cidr }) => cidr)
    const link = { up: true, carrier: true, receiveErrors: 0 }
    return {
      node,
      interfaces: [
        { name: 'lo', addresses: ['127.0.0.1/8', ...cidrs('lo')], ...link },
        ...spec.links.map(({ device: name, mac }) => ({ name, mac, addresses: cidrs(name), ...link })),
      ],
      ...{ neighbours: [], routes: [], sysctls: {}, counters: {}, ipvs: [], netfilter: [], listening: [] },
      daemons: spec.keepalived ? [{ name: `${node}-keepalived`, state: 'runs' }] : [],
    }
  }
}

function missing(what: string): never {
  throw new Error(`the run has no ${what}`)
}

function labWith(expected: readonly string[], edit: (text: string) => string): Lab {
  const [before = ''] = readFileSync(FILE, 'utf8').split(/^expect:/m)
  const text = `${edit(before)}expect:\n${expected.map((one) => `  - ${one}\n`).join('')}`
  const loaded = loadLab({ path: FILE, text })
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'))
  return loaded.lab
}
