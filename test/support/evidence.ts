import type { Exchange, Hop, InferredMode, Journey, Sighting } from '../../src/journey/types.ts'
import type {
  CaptureRecord,
  Evidence,
  IpvsCounters,
  IpvsService,
  NetworkState,
  NodeState,
  ProbeAttempt,
} from '../../src/verdict/types.ts'
import {
  type Cast,
  castOf,
  healthyCounters,
  kernelStates,
  type Link,
  linksOf,
  type Shape,
  VIP,
} from './cast.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
export type MutableExchange = Mutable<Exchange>
type Addresses = Pick<Hop, 'source' | 'destination' | 'sourcePort' | 'destinationPort'>
type Packet = Partial<Journey> & { readonly summary: string }

export const BROADCAST = 'ff:ff:ff:ff:ff:ff'
export const FIRST_PORT = 40001

/** The kernel state that a healthy run leaves, to be changed at will, and a pen to draw its packets with. */
export class EvidenceBuilder {
  readonly cast: Cast
  readonly states: Map<string, Mutable<NodeState>>
  readonly captures: Mutable<CaptureRecord>[]
  readonly attempts: Mutable<ProbeAttempt>[] = []
  readonly journeys: Mutable<Journey>[] = []
  readonly exchanges: MutableExchange[] = []
  networks: Mutable<NetworkState>[]
  #frame = 0

  constructor(shape: Shape = {}) {
    this.cast = castOf(shape)
    const links = linksOf(this.cast)
    this.states = new Map(kernelStates(this.cast).map((state) => [state.node, state]))
    this.captures = links.map((one) => ({
      point: pointOf(one),
      live: true,
      drained: true,
      dropped: 0,
      frames: 50,
    }))
    this.networks = [...new Set(links.map(({ network }) => network))].map((name) => networkOf(name, links))
  }

  state(node: string): Mutable<NodeState> {
    return found(this.states.get(node), node)
  }

  capture(point: string): Mutable<CaptureRecord> {
    return found(
      this.captures.find((candidate) => candidate.point === point),
      point,
    )
  }

  sysctl(node: string, key: string, value: number): void {
    const state = this.state(node)
    state.sysctls = { ...state.sysctls, [key]: String(value) }
  }

  /** Replaces the addresses of one interface, CIDR, primary first. */
  addresses(node: string, name: string, addresses: readonly string[]): void {
    const state = this.state(node)
    state.interfaces = state.interfaces.map((one) => (one.name === name ? { ...one, addresses } : one))
  }

  route(node: string, route: NodeState['routes'][number]): void {
    const state = this.state(node)
    state.routes = [...state.routes.filter(({ to }) => to !== route.to), route]
  }

  /** What the director's kernel lists and counts. */
  ipvs(services: readonly IpvsService[], counters: Partial<IpvsCounters> = {}): void {
    const state = this.state('director')
    state.ipvs = services
    state.ipvsCounters = { ...healthyCounters(this.cast), ...counters }
  }

  /** Whose MAC the client's side holds for the VIP. */
  neighbour(owner: Link): void {
    const { station } = this.cast
    const entry = { address: VIP, interface: station.interface, mac: owner.mac, state: 'reachable' }
    this.state(station.node).neighbours = [entry]
  }

  /** who-has TARGET tell SENDER, flooded to the whole network. */
  ask(by: Link, target: string, sender = by.address): void {
    const receivers = linksOf(this.cast).filter((one) => one.network === by.network && one !== by)
    const sightings = [this.#see(by, 'out'), ...receivers.map((one) => this.#see(one, 'in'))]
    const summary = `who-has ${target} tell ${sender}`
    const hop = { ...bare(by.mac, BROADCAST), source: sender, destination: target, sightings }
    this.#add({
      kind: 'arp',
      neighbour: { kind: 'request', target, sender },
      summary,
      payloadLength: 0,
      hops: [hop],
      disposition: 'broadcast',
    })
  }

  answer(by: Link, to: Link, address = by.address): void {
    const summary = `${address} is-at ${by.mac}`
    const hop = {
      ...bare(by.mac, to.mac),
      source: address,
      destination: to.address,
      sightings: this.#both(by, to),
    }
    const neighbour = { kind: 'reply', target: address, sender: address } as const
    this.#add({ kind: 'arp', neighbour, summary, payloadLength: 0, hops: [hop], disposition: 'received' })
  }

  /** An exchange to draw packets into; it belongs to the next attempt. */
  exchange(mode: InferredMode, server?: string): MutableExchange {
    const id = this.exchanges.length + 1
    const exchange: MutableExchange = {
      id,
      protocol: 'tcp',
      source: this.cast.client.address,
      sourcePort: FIRST_PORT + id - 1,
      destination: VIP,
      destinationPort: 80,
      requests: [],
      replies: [],
      errors: [],
      ...concluded(mode, server),
    }
    this.exchanges.push(exchange)
    return exchange
  }

  /** Paths are told on the director's network: a client behind a router has one more hop before and after. */
  request(exchange: MutableExchange, path: readonly Link[], packet: Packet): Mutable<Journey> {
    const { source, sourcePort, destination, destinationPort } = exchange
    const journey = this.#packet(path, packet, { source, sourcePort, destination, destinationPort })
    exchange.requests = [...exchange.requests, journey.id]
    return journey
  }

  reply(exchange: MutableExchange, path: readonly Link[], packet: Packet): Mutable<Journey> {
    const { source, sourcePort, destination, destinationPort } = exchange
    const turned = {
      source: destination,
      sourcePort: destinationPort,
      destination: source,
      destinationPort: sourcePort,
    }
    const journey = this.#packet(path, packet, turned)
    exchange.replies = [...exchange.replies, journey.id]
    return journey
  }

  /** An ICMP error about an exchange, from the director. */
  error(
    exchange: MutableExchange,
    icmp: { type: number; code: number },
    summary: string,
    source: string,
  ): void {
    const { director, station } = this.cast
    const addresses = { source, destination: exchange.source }
    const journey = this.#packet([director, station], { kind: 'icmp', icmp, summary }, addresses)
    exchange.errors = [...exchange.errors, journey.id]
  }

  attempt(outcome: ProbeAttempt['outcome'], server?: string): void {
    const localPort = FIRST_PORT + this.attempts.length
    this.attempts.push({
      outcome,
      localPort,
      milliseconds: 5,
      ...(server !== undefined && { server, status: 200 }),
    })
  }

  evidence(): Evidence {
    return {
      journeys: this.journeys,
      exchanges: this.exchanges,
      captures: this.captures,
      nodes: [...this.states.values()],
      networks: this.networks,
      probes: [{ probe: 'web', from: 'client', attempts: this.attempts }],
      ...{ origin: 0, happened: [], addressChanges: [] },
    }
  }

  /** A packet along a path; each node on it that forwards takes one off the TTL. */
  #packet(path: readonly Link[], packet: Packet, addresses: Addresses): Mutable<Journey> {
    const whole = this.#whole(path)
    const hops = whole.slice(1).map((to, index): Hop => {
      const [from, into] = this.#ends(whole[index] as Link, to)
      return { ...bare(from.mac, into.mac), ...addresses, ttl: 64 - index, sightings: this.#both(from, into) }
    })
    return this.#add({ kind: 'tcp', payloadLength: 0, disposition: 'received', ...packet, hops })
  }

  #whole(path: readonly Link[]): readonly Link[] {
    const { client, station } = this.cast
    if (client === station) return path
    if (path[0] === station) return [client, ...path]
    return path.at(-1) === station ? [...path, client] : path
  }

  /** A router sends and receives on the side where the other end is. */
  #ends(from: Link, to: Link): [Link, Link] {
    const { router } = this.cast
    const side = (one: Link, other: Link) =>
      router && one.node === 'router'
        ? other.network === router.near.network
          ? router.near
          : router.far
        : one
    return [side(from, to), side(to, from)]
  }

  #add(journey: Omit<Journey, 'id'>): Mutable<Journey> {
    const whole = { ...journey, id: this.journeys.length + 1 }
    this.journeys.push(whole)
    return whole
  }

  #both(from: Link, to: Link): Sighting[] {
    return [this.#see(from, 'out'), this.#see(to, 'in')]
  }

  #see(at: Link, direction: Sighting['direction']): Sighting {
    this.#frame += 1
    return { frame: this.#frame, point: pointOf(at), time: this.#frame * 1000, direction }
  }
}

/** What the packets of an exchange would be taken to show. */
export function concluded(
  mode: InferredMode,
  server?: string,
  director = 'director',
): Pick<Exchange, 'tiers' | 'mode' | 'director' | 'server'> {
  const by = server === undefined ? {} : { server }
  if (mode === 'local' || mode === 'proxy' || mode === 'none') return { tiers: [], mode, ...by }
  return { tiers: [{ mode, director, ...by }], mode, director, ...by }
}

export const pointOf = (one: Link): string => `${one.node}:${one.interface}`
export const portOf = (one: Link): string => `${one.node}-${one.interface}`

function networkOf(network: string, all: readonly Link[]): NetworkState {
  const links = all.filter((one) => one.network === network)
  return {
    network,
    fdb: links.map((one) => ({ mac: one.mac, port: portOf(one) })),
    ports: Object.fromEntries(links.map((one) => [portOf(one), pointOf(one)])),
  }
}

const bare = (sourceMac: string, destinationMac: string) => ({
  sourceMac,
  destinationMac,
  encapsulation: [],
  changes: [],
})

function found<Type>(value: Type | undefined, what: string): Type {
  if (value === undefined) throw new Error(`the fixture has no ${what}`)
  return value
}
