import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Journeys } from '../../src/journey/build.ts'
import type { Frame } from '../../src/wire/types.ts'
import * as make from '../support/frames.ts'
import { interleaved } from '../support/moments.ts'
import * as labs from './labs.ts'
import { Scene, type Segment, segment } from './scene.ts'

const POINTS = ['client:eth0', 'director:eth0', 'rs1:eth0', 'rs2:eth0', 'rs1:lo', 'rs1:tunl0']

function framesOf({ journeys }: Journeys): number[][] {
  return journeys.map(({ hops }) => hops.flatMap(({ sightings }) => sightings.map(({ frame }) => frame)))
}

describe('any frames at all', () => {
  const valid = [...labs.directRouting().frames, ...labs.tunnel('gue').frames, ...labs.masquerade().frames]
  const mutated = fc
    .tuple(
      fc.constantFrom(...valid),
      fc.array(fc.tuple(fc.nat(100), fc.nat(255)), { maxLength: 4 }),
      fc.nat(120),
    )
    .map(([{ bytes }, changes, length]) => {
      const copy = bytes.slice(0, length)
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value
      return copy
    })
  const capture = fc.array(
    fc.record({
      point: fc.constantFrom(...POINTS),
      bytes: fc.oneof(fc.uint8Array({ maxLength: 120 }), mutated),
      pause: fc.nat(2_000_000_000),
      linkType: fc.constantFrom(1, 101, 113, 0),
    }),
    { maxLength: 40 },
  )

  test('each belongs to exactly one journey', () => {
    const { owners } = labs.flatLan()
    fc.assert(
      fc.property(capture, (raw) => {
        const scene = labs.flatLan()
        const frames: Frame[] = []
        let time = 0
        for (const { point, bytes, pause, linkType } of raw) {
          time += pause
          frames.push({ id: frames.length + 1, point, time, bytes, originalLength: bytes.length, linkType })
        }
        expect(scene.owners).toEqual(owners)
        const ids = framesOf(scene.build(frames)).flat()
        expect(ids.toSorted((a, b) => a - b)).toEqual(frames.map(({ id }) => id))
      }),
      { numRuns: 500 },
    )
  })
})

/** Everything about journeys and exchanges that must not depend on the order of capture within one moment. */
function essence(scene: Scene, frames: readonly Frame[]): unknown {
  const { journeys, exchanges } = scene.build(frames)
  const seen = journeys.map((journey) => [
    scene.way(journey, true),
    journey.disposition,
    journey.hops.map(({ sightings }) =>
      sightings.map(({ point, direction }) => `${point} ${direction}`).sort(),
    ),
  ])
  const concluded = exchanges.map(({ id: _, upstream: __, requests, replies, errors, ...rest }) => ({
    ...rest,
    counts: [requests.length, replies.length, errors.length],
  }))
  return [seen, concluded].map((list) => list.map((item) => JSON.stringify(item)).sort())
}

describe('in which order the points of one moment are read does not matter', () => {
  const twice = labs.directRouting({ tie: true })
  twice.ask('client:eth0', labs.CIP, labs.VIP)
  twice.ask('client:eth0', labs.CIP, labs.VIP)
  const scenes = {
    'direct routing': labs.directRouting({ tie: true }),
    'direct routing behind a router': labs.directRoutingBehindRouter({ tie: true }),
    masquerade: labs.masquerade({ tie: true }),
    'full NAT': labs.masquerade({ tie: true, full: true }),
    IPIP: labs.tunnel('ipip', { tie: true }),
    GUE: labs.tunnel('gue', { tie: true }),
    'ARP asked three times': twice,
  }

  test.each(Object.entries(scenes))('%s', (_, scene) => {
    const expected = essence(scene, scene.frames)
    const shuffled = fc.shuffledSubarray(scene.frames, { minLength: scene.frames.length })
    fc.assert(
      fc.property(shuffled, (frames) => {
        expect(essence(scene, interleaved(scene.frames, frames))).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })
})

interface Sent {
  readonly at: number
  readonly kind: 'tcp' | 'udp'
  readonly id: number
  readonly hops: readonly { readonly node: number; readonly delay: number; readonly rewrite: boolean }[]
}

/** Sends a packet over some nodes, each of which may rewrite it, and returns its sightings. */
function travel({ at, kind, id, hops }: Sent, number: number): Omit<Frame, 'id'>[] {
  const path = [...new Set(hops.map(({ node }) => node))]
  let time = at
  let packet: Segment = {
    ...{ source: '10.0.0.2', sourcePort: 40000, destination: '10.0.0.100', destinationPort: 80 },
    ...{ sequence: number * 1000, flags: '.', id, ttl: 64 },
  }
  return path.slice(1).flatMap((node, index) => {
    const hop = hops[index]
    if (hop?.rewrite) packet = { ...packet, destination: `10.1.0.${node}`, destinationPort: 8000 + node }
    const bytes = make.ethernet(
      { from: macOf(path[index] ?? 0), to: macOf(node) },
      packetOf(kind, packet, number),
    )
    packet = { ...packet, ttl: (packet.ttl ?? 64) - 1 }
    return [path[index], node].map((place) => {
      time += hop?.delay ?? 0
      return { point: `n${place}:eth0`, time, bytes, originalLength: bytes.length }
    })
  })
}

const macOf = (node: number) => `02:00:00:00:01:${node.toString(16).padStart(2, '0')}`

function packetOf(kind: Sent['kind'], packet: Segment, number: number): Uint8Array {
  if (kind === 'tcp') return segment(packet)
  const datagram = make.udp(packet.sourcePort, packet.destinationPort, make.text(`datagram ${number}`))
  return make.ipv4({ ...packet, protocol: 'udp' }, datagram)
}

test('packets that travel at the same time, through any rewrites, are told apart', () => {
  const hop = fc.record({
    node: fc.integer({ min: 1, max: 9 }),
    delay: fc.nat(30_000_000),
    rewrite: fc.boolean(),
  })
  const sent = fc.record({
    at: fc.nat(300_000_000),
    kind: fc.constantFrom('tcp', 'udp'),
    id: fc.constantFrom(0, 0, 7, 8),
    hops: fc.array(hop, { minLength: 2, maxLength: 6 }),
  })
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 12 }), (packets) => {
      const journeys = packets.map(travel).filter((frames) => frames.length > 0)
      const merged = journeys
        .flatMap((frames, journey) => frames.map((frame) => ({ frame, journey })))
        .toSorted((a, b) => a.frame.time - b.frame.time)
      const frames = merged.map(({ frame }, index) => ({ ...frame, id: index + 1 }))
      const found = framesOf(new Scene({}).build(frames))
      for (const ids of found) expect(new Set(ids.map((id) => merged[id - 1]?.journey)).size).toBe(1)
      expect(found).toHaveLength(journeys.length)
    }),
    { numRuns: 300 },
  )
})
