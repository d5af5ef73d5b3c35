import { describe, expect, test } from 'vitest'
import * as make from '../support/frames.ts'
import { CIP, DIP, flatLan, RIP1, VIP } from './labs.ts'
import { only, type Scene, type Segment, segment } from './scene.ts'

const UPLOAD: Segment = {
  ...{ source: CIP, sourcePort: 40000, destination: VIP, destinationPort: 80, id: 100 },
  ...{ flags: '.', sequence: 1000, acknowledgement: 5000, payload: 'x'.repeat(100) },
}
const RAW_IP = 101

/** A packet in an outer header, cut in two; the payload's first `cut` octets come first. */
function halves(
  packet: Uint8Array,
  cut: number,
  fields: Partial<make.IpFields> = {},
): [Uint8Array, Uint8Array] {
  const outer = {
    source: DIP,
    destination: RIP1,
    protocol: 'ipip',
    dontFragment: false,
    id: 7,
    ...fields,
  } as const
  return [
    make.ipv4({ ...outer, moreFragments: true }, packet.slice(0, cut)),
    make.ipv4({ ...outer, fragmentOffset: cut }, packet.slice(cut)),
  ]
}

/** The client's packet, and the fragments in which the director passes it on. */
function tunnelled(scene: Scene, fields: Partial<Segment> = {}, outer: Partial<make.IpFields> = {}): void {
  const inner = segment({ ...UPLOAD, ...fields, ttl: 63 })
  scene.send('client:eth0', 'director:eth0', segment({ ...UPLOAD, ...fields }))
  for (const fragment of halves(inner, 80, outer)) scene.send('director:eth0', 'rs1:eth0', fragment)
  scene.see('rs1:tunl0', inner, RAW_IP)
}

test('fragments of a tunnel packet are one hop of the packet inside', () => {
  const scene = flatLan()
  tunnelled(scene)
  const journey = only(scene.build().journeys)
  expect(scene.way(journey)).toEqual([
    'client:director/CIP:VIP',
    'director:rs1/DIP:RIP1 ipip [CIP:VIP]',
    '-:-/CIP:VIP',
  ])
  expect(journey.hops.map(({ fragments }) => fragments)).toEqual([undefined, 2, undefined])
  expect(journey.hops[1]?.sightings.map(({ frame }) => frame)).toEqual([3, 4, 5, 6])
  expect(journey.hops[1]?.changes).toContainEqual({ field: 'fragments', from: '1', to: '2' })
  expect(journey.hops[2]?.changes).toContainEqual({ field: 'fragments', from: '2', to: '1' })
})

test('fragments of several packets that are under way at a time', () => {
  const scene = flatLan()
  const packets = [1000, 1100].map((sequence, index) => ({ ...UPLOAD, sequence, id: 100 + index, ttl: 63 }))
  for (const packet of packets) scene.send('client:eth0', 'director:eth0', segment({ ...packet, ttl: 64 }))
  const [a, b] = packets.map((packet, index) => halves(segment(packet), 80, { id: 7 + index }))
  for (const one of [a?.[0], b?.[0], b?.[1], a?.[1]])
    scene.send('director:eth0', 'rs1:eth0', one as Uint8Array)
  const { journeys } = scene.build()
  expect(journeys.map(({ sequence, hops }) => [sequence, hops.map(({ fragments }) => fragments)])).toEqual([
    [1000, [undefined, 2]],
    [1100, [undefined, 2]],
  ])
})

test('an identification that comes again is another packet', () => {
  const scene = flatLan()
  tunnelled(scene)
  tunnelled(scene, { sequence: 1100, id: 101 })
  expect(scene.build().journeys.map(({ hops }) => hops[1]?.fragments)).toEqual([2, 2])
})

test('a packet that is cut on its way is the packet that it was', () => {
  const scene = flatLan()
  const datagram = make.udp(5000, 53, make.text('y'.repeat(92)))
  const fields = { source: CIP, destination: RIP1, protocol: 'udp', dontFragment: false, id: 9 } as const
  scene.send('client:eth0', 'director:eth0', make.ipv4(fields, datagram))
  for (const fragment of halves(datagram, 48, { ...fields, ttl: 63 })) {
    scene.send('director:eth0', 'rs1:eth0', fragment)
  }
  const { hops, summary } = only(scene.build().journeys)
  expect(hops.map(({ fragments, ttl }) => [fragments, ttl])).toEqual([
    [undefined, 64],
    [2, 63],
  ])
  expect(summary).toBe('UDP 92 B')
})

test('a fragment whose first one nobody saw is a packet of its own', () => {
  const scene = flatLan()
  const [, last] = halves(segment(UPLOAD), 80)
  scene.send('director:eth0', 'rs1:eth0', last)
  expect(only(scene.build().journeys)).toMatchObject({ kind: 'other', summary: 'IP protocol 4, 60 B' })
})

test('a fragment that comes when its packet is long past', () => {
  const scene = flatLan()
  const [first, last] = halves(segment(UPLOAD), 80)
  scene.send('director:eth0', 'rs1:eth0', first)
  scene.wait(5000)
  scene.send('director:eth0', 'rs1:eth0', last)
  expect(scene.build().journeys).toHaveLength(2)
})

describe('what an ICMP error complains about', () => {
  const about = (packet: Uint8Array, code: number, mtu = 0) => make.icmp(3, code, mtu, packet.slice(0, 200))
  const error = (source: string, destination: string, message: Uint8Array) =>
    make.ipv4({ source, destination, protocol: 'icmp', id: 70, dontFragment: false }, message)

  test('is named, also where the error is about the tunnel around it', () => {
    const scene = flatLan()
    tunnelled(scene)
    const [outer] = halves(segment({ ...UPLOAD, ttl: 63 }), 80)
    scene.send('rs1:eth0', 'director:eth0', error(RIP1, DIP, about(outer, 2)))
    scene.send('director:eth0', 'client:eth0', error(VIP, CIP, about(segment({ ...UPLOAD, ttl: 63 }), 2)))
    const { journeys, exchanges } = scene.build()
    expect(journeys.map(({ summary, icmp }) => [summary, icmp?.cause])).toEqual([
      ['ACK 100 B', undefined],
      ['protocol unreachable', 1],
      ['protocol unreachable', 1],
    ])
    expect(only(exchanges).errors).toEqual([2, 3])
  })

  test('of two packets that look alike, the later one', () => {
    const scene = flatLan()
    tunnelled(scene)
    scene.wait(300)
    tunnelled(scene, { id: 101 })
    scene.send(
      'director:eth0',
      'client:eth0',
      error(VIP, CIP, about(segment({ ...UPLOAD, id: 101 }), 4, 1480)),
    )
    expect(scene.build().journeys.map(({ icmp }) => icmp?.cause)).toEqual([undefined, undefined, 2])
  })

  test('has no name where it was not captured', () => {
    const scene = flatLan()
    tunnelled(scene)
    scene.send('director:eth0', 'client:eth0', error(VIP, CIP, about(segment({ ...UPLOAD, id: 55 }), 3)))
    expect(scene.build().journeys[1]?.icmp).toEqual({
      type: 3,
      code: 3,
      about: 'tcp 10.0.0.2:40000→10.0.0.100:80',
    })
  })
})
