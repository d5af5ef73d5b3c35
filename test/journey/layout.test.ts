import { describe, expect, test } from 'vitest'
import { ARP, ICMP6, IP, Layout, NONE, TCP, UDP } from '../../src/journey/layout.ts'
import * as make from '../support/frames.ts'

const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' }
const V4 = { source: '10.0.0.2', destination: '10.0.0.100' }
const V6 = { source: '2001:db8::2', destination: '2001:db8::100' }
const SEGMENT = make.tcp({ sourcePort: 1, destinationPort: 2 }, make.text('hello'))
const PACKET = make.ipv4({ ...V4, protocol: 'tcp' }, SEGMENT)

function layoutOf(packet: Uint8Array, linkType = 101): Layout {
  const layout = new Layout()
  layout.read(packet, 0, packet.length, linkType)
  return layout
}

test('headers of a plain segment', () => {
  const frame = make.ethernet({ ...MACS, vlan: 7 }, PACKET)
  const layout = layoutOf(make.concat(frame, new Uint8Array(4)), 1)
  expect(layout).toMatchObject({ link: 0, tag: 14, kind: TCP, family: 4, depth: 0 })
  expect(layout).toMatchObject({ network: 18, transport: 38, payload: 58, end: 63, payloadLength: 5 })
})

test('one object takes many frames, and nothing stays of the one before', () => {
  const layout = layoutOf(
    make.ethernet({ ...MACS, vlan: 7 }, make.ipv4({ ...V4, protocol: 'ipip' }, PACKET)),
    1,
  )
  expect(layout.depth).toBe(1)
  layout.read(Uint8Array.of(1, 2, 3), 0, 3, 1)
  expect(layout).toMatchObject({ link: -1, tag: -1, kind: NONE, family: 0, depth: 0, protocol: 0, end: 3 })
})

test('a total length of 0, as segmentation offload leaves it, is that of the frame', () => {
  const packet = PACKET.slice()
  packet.fill(0, 2, 4)
  expect(layoutOf(packet)).toMatchObject({ kind: TCP, payloadLength: 5, end: packet.length })
})

test('a packet that was cut still tells its length', () => {
  expect(layoutOf(PACKET.slice(0, 42))).toMatchObject({ kind: TCP, payloadLength: 5, payload: 40, end: 42 })
})

test('without a whole transport header there are no ports to read', () => {
  expect(layoutOf(PACKET.slice(0, 39))).toMatchObject({ kind: IP, family: 4, transport: 20 })
})

test('IPv6, and its extension headers', () => {
  expect(layoutOf(make.ipv6({ ...V6, protocol: 'tcp' }, SEGMENT))).toMatchObject({ kind: TCP, transport: 40 })
  const hopByHop = make.concat(
    Uint8Array.of(60, 0, 1, 4, 0, 0, 0, 0),
    Uint8Array.of(6, 0, 1, 4, 0, 0, 0, 0),
    SEGMENT,
  )
  expect(layoutOf(make.ipv6({ ...V6, protocol: 0 }, hopByHop))).toMatchObject({
    ...{ kind: TCP, protocol: 6, transport: 56, payloadLength: 5 },
  })
  const cut = Uint8Array.of(6, 9, 1, 4, 0, 0, 0, 0)
  expect(layoutOf(make.ipv6({ ...V6, protocol: 0 }, cut))).toMatchObject({ kind: IP, protocol: 0 })
  expect(
    layoutOf(make.ipv6({ ...V6, protocol: 'icmp6' }, make.icmp(135, 0, 0, make.text('x')))),
  ).toMatchObject({ kind: ICMP6 })
})

describe('fragments', () => {
  const fields = { ...V4, protocol: 'tcp', dontFragment: false } as const

  test('only the first has ports', () => {
    expect(layoutOf(make.ipv4({ ...fields, moreFragments: true }, SEGMENT)).kind).toBe(TCP)
    expect(layoutOf(make.ipv4({ ...fields, fragmentOffset: 8 }, SEGMENT)).kind).toBe(IP)
  })

  test('of a tunnel, too, only the first can be opened', () => {
    const outer = { ...fields, protocol: 'ipip', id: 7 } as const
    const first = layoutOf(make.ipv4({ ...outer, moreFragments: true }, PACKET.slice(0, 40)))
    expect(first).toMatchObject({ kind: TCP, depth: 1, network: 20, payloadLength: 5, end: 60 })
    expect(first).toMatchObject({ fragmented: 0, fragmentOffset: 0, fragmentId: 7, moreFragments: true })
    const last = layoutOf(make.ipv4({ ...outer, fragmentOffset: 40 }, PACKET.slice(40)))
    expect(last).toMatchObject({ kind: IP, depth: 0, network: 0 })
    expect(last).toMatchObject({ fragmented: 0, fragmentOffset: 40, fragmentId: 7, moreFragments: false })
  })

  test('of IPv6 say so in a header of their own', () => {
    const fragment = (offset: number, more: number) =>
      layoutOf(
        make.ipv6(
          { ...V6, protocol: 44 },
          make.concat(Uint8Array.of(6, 0, 0, offset + more, 0, 0, 0, 9), SEGMENT),
        ),
      )
    expect(fragment(0, 1)).toMatchObject({ kind: TCP, fragmented: 0, fragmentId: 9, moreFragments: true })
    expect(fragment(8, 0)).toMatchObject({ kind: IP, protocol: 6, fragmentOffset: 8, moreFragments: false })
  })
})

describe('tunnels', () => {
  const inUdp = (payload: Uint8Array, port = 6080) =>
    layoutOf(make.ipv4({ ...V4, protocol: 'udp' }, make.udp(50000, port, payload)))

  test('GUE with a header, and without one', () => {
    expect(inUdp(make.concat(Uint8Array.of(0, 4, 0, 0), PACKET))).toMatchObject({ kind: TCP, depth: 1 })
    expect(inUdp(PACKET)).toMatchObject({ kind: TCP, depth: 1, network: 28 })
    const unknownVariant = make.concat(Uint8Array.of(0x80, 4, 0, 0), PACKET)
    expect(inUdp(unknownVariant)).toMatchObject({ kind: UDP, depth: 0 })
  })

  test('GUE to another port has to hold a packet with a good checksum', () => {
    const gue = make.concat(Uint8Array.of(0, 4, 0, 0), PACKET)
    expect(inUdp(gue, 6081)).toMatchObject({ kind: TCP, depth: 1 })
    const packet = PACKET.slice()
    packet[8] = 63 // another TTL, the same checksum
    expect(inUdp(make.concat(Uint8Array.of(0, 4, 0, 0), packet), 6081)).toMatchObject({ kind: UDP, depth: 0 })
  })

  test('a control message, and another protocol are plain UDP', () => {
    expect(inUdp(make.concat(Uint8Array.of(0x20, 4, 0, 0), PACKET))).toMatchObject({ kind: UDP, depth: 0 })
    expect(inUdp(make.concat(Uint8Array.of(0, 6, 0, 0), PACKET))).toMatchObject({ kind: UDP, depth: 0 })
  })

  test('GRE that carries no IP', () => {
    const bridged = make.concat(Uint8Array.of(0, 0, 0x65, 0x58), make.ethernet(MACS, PACKET))
    expect(layoutOf(make.ipv4({ ...V4, protocol: 'gre' }, bridged))).toMatchObject({ kind: IP, depth: 0 })
  })

  test('nonsense inside of a tunnel: the outer packet is what there is', () => {
    const layout = layoutOf(make.ipv4({ ...V4, protocol: 'ipip' }, make.text('nonsense, not a packet')))
    expect(layout).toMatchObject({ kind: IP, depth: 0, network: 0, family: 4 })
  })

  test('tunnels within tunnels are opened up to a depth', () => {
    let packet = PACKET
    for (let level = 0; level < 6; level++) packet = make.ipv4({ ...V4, protocol: 'ipip' }, packet)
    const layout = layoutOf(packet)
    expect(layout).toMatchObject({ depth: 4, kind: IP, network: 80 })
    expect([...layout.outer]).toEqual([0, 20, 40, 60])
  })
})

test('ARP of another kind of network is no ARP', () => {
  const question = make.arp({
    operation: 'request',
    senderMac: MACS.from,
    sender: V4.source,
    target: V4.destination,
  })
  expect(layoutOf(make.ethernet(MACS, question, make.ARP_TYPE), 1).kind).toBe(ARP)
  question[1] = 6
  expect(layoutOf(make.ethernet(MACS, question, make.ARP_TYPE), 1).kind).toBe(NONE)
})
