import { readProxyLine } from '../wire/proxy-protocol.ts'
import type { Frame } from '../wire/types.ts'
import { describePacket } from './describe-packet.ts'
import { dispositionOf } from './disposition.ts'
import type { FlowPacket } from './flow.ts'
import { type Step, stepsOf } from './hops.ts'
import { type Echo, echoOf, identificationOf, type Quote, quoteOf } from './icmp-parts.ts'
import { TCP } from './layout.ts'
import type { Owners } from './owners.ts'
import { type Reading, readFrame } from './reading.ts'
import type { Hop, Journey } from './types.ts'

/** A journey with what it takes to place it among others. */
export interface Track {
  readonly journey: Journey
  readonly steps: readonly Step[]
  /** One a hop, as each rewrite changes where the packet belongs; empty where it belongs to no flow. */
  readonly flows: readonly FlowPacket[]
  readonly echo?: Echo
  /** What an ICMP error complains about. */
  readonly quote?: Quote
  /** IP identification; absent without IPv4. */
  readonly identification?: number
  /** Of TCP with data, how it begins: see {@link beginningOf}. */
  readonly beginning?: string
  /** Its first and its last frame: their order is that in which things happened, which times need not tell. */
  readonly first: number
  readonly last: number
}

/** Frames of one journey, hop by hop; neither level is empty. */
export type FramesByHop = readonly (readonly Frame[])[]

/** `captured` are the points where anything at all was captured. */
export function trackOf(
  id: number,
  frames: FramesByHop,
  owners: Owners,
  captured: ReadonlySet<string>,
): Track {
  const reading = readFrame(frames.flat()[0] as Frame)
  const steps = stepsOf(frames, owners)
  const hops = steps.map(({ hop }) => hop)
  const disposition = dispositionOf(steps, owners, captured)
  const journey: Journey = { id, ...describePacket(reading), hops, disposition }
  const [echo, quote] = [echoOf(reading), quoteOf(reading)]
  return {
    journey,
    steps,
    flows: flowsOf(journey, echo),
    ...(echo && { echo }),
    ...(quote && { quote }),
    ...identificationOf(reading),
    ...beginningOf(reading),
    ...spanOf(hops),
  }
}

/** Method and target of an HTTP request, behind the PROXY protocol's line where there is one; else the first octets. */
function beginningOf({ bytes, layout: { kind, payload, end } }: Reading): Pick<Track, 'beginning'> {
  if (kind !== TCP || payload >= end) return {}
  const octets = bytes.subarray(payload, Math.min(end, payload + ENOUGH))
  const text = Buffer.from(octets.subarray(readProxyLine(octets)?.length ?? 0)).toString('latin1')
  return { beginning: /^[A-Z]+ \S+(?= HTTP)/.exec(text)?.[0] ?? text }
}

/** Octets that tell one request from another. */
const ENOUGH = 256

function spanOf(hops: readonly Hop[]): Pick<Track, 'first' | 'last'> {
  const frames = hops.flatMap(({ sightings }) => sightings.map(({ frame }) => frame))
  return { first: Math.min(...frames), last: Math.max(...frames) }
}

function flowsOf({ kind, hops, sequence }: Journey, echo: Echo | undefined): FlowPacket[] {
  if (kind !== 'tcp' && kind !== 'udp' && !echo) return []
  const protocol = kind === 'tcp' || kind === 'udp' ? kind : 'icmp'
  return hops.map(({ source, destination, sourcePort, destinationPort }) => ({
    protocol,
    source,
    destination,
    sourcePort: sourcePort ?? echo?.identifier ?? 0,
    destinationPort: destinationPort ?? echo?.identifier ?? 0,
    ...(sequence !== undefined && { sequence }),
  }))
}
