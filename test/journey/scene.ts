import { buildJourneys, type Journeys } from '../../src/journey/build.ts'
import { inOrder } from '../../src/journey/causal-order.ts'
import { notation } from '../../src/journey/notation.ts'
import type { Journey, MacOwner, Names } from '../../src/journey/types.ts'
import type { Frame } from '../../src/wire/types.ts'
import * as make from '../support/frames.ts'

export interface SendOptions {
  /** Seen by these points as well, though it is not for them. */
  readonly flooded?: readonly string[]
  /** Nobody receives it. */
  readonly lost?: boolean
  readonly vlan?: number
}

/**
 * Segments with one capture point at every interface, and what is sent on them: what a lab's captures would hold.
 * Each sighting comes one microsecond after the one before, or, with `tie`, at the same time.
 */
export class Scene {
  readonly frames: Frame[] = []
  readonly owners: MacOwner[]
  private readonly segments: Readonly<Record<string, readonly string[]>>
  private readonly addresses: Readonly<Record<string, string>>
  private now = 0
  private readonly step: number

  constructor(
    segments: Readonly<Record<string, readonly string[]>>,
    addresses: Readonly<Record<string, string>> = {},
    { tie = false } = {},
  ) {
    this.segments = segments
    this.addresses = addresses
    this.step = tie ? 0 : 1000
    this.owners = Object.values(segments)
      .flat()
      .map((point, index) => {
        const [node = '', name = ''] = point.split(':')
        return { mac: `02:00:00:00:00:${(index + 1).toString(16).padStart(2, '0')}`, node, interface: name }
      })
  }

  get names(): Names {
    return {
      macs: Object.fromEntries(this.owners.map(({ mac, node }) => [mac, node])),
      addresses: Object.fromEntries(Object.entries(this.addresses).map(([name, address]) => [address, name])),
    }
  }

  mac(point: string): string {
    const owner = this.owners.find((one) => `${one.node}:${one.interface}` === point)
    if (!owner) throw new Error(`no interface ${point} in this scene`)
    return owner.mac
  }

  /** A pause, in milliseconds. */
  wait(milliseconds: number): void {
    this.now += milliseconds * 1e6
  }

  /** A frame as it is, at one point. */
  see(point: string, bytes: Uint8Array, linkType?: number): number {
    const id = this.frames.length + 1
    const common = { id, point, time: this.now, bytes, originalLength: bytes.length }
    this.frames.push(linkType === undefined ? common : { ...common, linkType })
    this.now += this.step
    return id
  }

  /** A unicast IP packet from one interface to another. */
  send(from: string, to: string, packet: Uint8Array, options: SendOptions = {}): void {
    const link = { from: this.mac(from), to: this.mac(to), ...(options.vlan && { vlan: options.vlan }) }
    const frame = make.ethernet(link, packet)
    const seenBy = [from, ...(options.lost ? [] : [to]), ...(options.flooded ?? [])]
    for (const point of seenBy) this.see(point, frame)
  }

  /** `who-has target tell sender`, seen on the whole segment. */
  ask(from: string, sender: string, target: string): void {
    const senderMac = this.mac(from)
    const question = make.arp({ operation: 'request', senderMac, sender, target })
    const frame = make.ethernet({ from: senderMac, to: make.BROADCAST }, question, make.ARP_TYPE)
    for (const point of [from, ...this.neighbours(from)]) this.see(point, frame)
  }

  /** `sender is-at from`, told to one interface. */
  answer(from: string, sender: string, to: string, target: string): void {
    const [senderMac, targetMac] = [this.mac(from), this.mac(to)]
    const reply = make.arp({ operation: 'reply', senderMac, sender, targetMac, target })
    const frame = make.ethernet({ from: senderMac, to: targetMac }, reply, make.ARP_TYPE)
    for (const point of [from, to]) this.see(point, frame)
  }

  /** Frames in another order of capture are put in order and numbered, as a merged capture does it. */
  build(frames: readonly Frame[] = this.frames): Journeys {
    const ordered = inOrder(frames, this.owners).map((frame, index) => ({ ...frame, id: index + 1 }))
    return buildJourneys(ordered, this.owners)
  }

  /** Hops in the notation of the trade. */
  way({ hops }: Journey, ports = false): string[] {
    return hops.map((hop) => notation(hop, this.names, { ports }))
  }

  private neighbours(point: string): string[] {
    const segment = Object.values(this.segments).find((points) => points.includes(point)) ?? []
    return segment.filter((one) => one !== point)
  }
}

export interface Segment {
  readonly source: string
  readonly destination: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  readonly acknowledgement?: number
  readonly flags: string
  readonly payload?: string
  readonly ttl?: number
  readonly id?: number
}

/** A TCP segment in IPv4. */
export function segment(fields: Segment): Uint8Array {
  const transport = make.tcp(fields, make.text(fields.payload ?? ''))
  return make.ipv4({ ...fields, protocol: 'tcp' }, transport)
}

/** Names as in `who → whom`: the journeys of a kind in one line each. */
export function summaries(journeys: readonly Journey[]): string[] {
  return journeys.map(({ summary }) => summary)
}

/** The only element. */
export function only<T>(items: readonly T[]): T {
  if (items.length !== 1) throw new Error(`${items.length} items instead of one`)
  return items[0] as T
}
