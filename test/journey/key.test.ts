import { describe, expect, test } from 'vitest'
import { PacketKey } from '../../src/journey/key.ts'
import { Layout } from '../../src/journey/layout.ts'
import * as make from '../support/frames.ts'
import { type Segment, segment } from './scene.ts'

const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' }

function keyOf(frame: Uint8Array, linkType = 1): string {
  const [layout, key] = [new Layout(), new PacketKey()]
  layout.read(frame, 0, frame.length, linkType)
  key.read(frame, layout)
  return `${key.low} ${key.high}`
}

const inEthernet = (packet: Uint8Array) => make.ethernet(MACS, packet)
const keyOfPacket = (packet: Uint8Array) => keyOf(inEthernet(packet))

describe('TCP', () => {
  const base: Segment = {
    ...{ source: '10.0.0.2', sourcePort: 40000, destination: '10.0.0.100', destinationPort: 80 },
    ...{ flags: 'P.', sequence: 1000, acknowledgement: 2000, id: 100, payload: 'GET / HTTP/1.1' },
  }
  const key = keyOfPacket(segment(base))

  test.each<[string, Partial<Segment>]>([
    ['source', { source: '10.1.0.1' }],
    ['destination', { destination: '10.1.0.11' }],
    ['source port', { sourcePort: 50000 }],
    ['destination port', { destinationPort: 8080 }],
    ['TTL', { ttl: 3 }],
  ])('%s may be rewritten', (_, fields) => {
    expect(keyOfPacket(segment({ ...base, ...fields }))).toBe(key)
  })

  test.each<[string, Partial<Segment> & { readonly window?: number }]>([
    ['IP identification', { id: 101 }],
    ['sequence number', { sequence: 1001 }],
    ['acknowledgement number', { acknowledgement: 2001 }],
    ['flags', { flags: '.' }],
    ['window', { window: 1 }],
    ['payload', { payload: 'GET / HTTP/1.0' }],
    ['length of the payload', { payload: 'GET / HTTP/1.1 ' }],
  ])('another %s is another packet', (_, fields) => {
    expect(keyOfPacket(segment({ ...base, ...fields }))).not.toBe(key)
  })

  test('neither MACs, VLAN, padding nor a tunnel matter', () => {
    const packet = segment(base)
    const outer = { source: '10.0.0.1', destination: '10.2.0.11', id: 7 } as const
    const same = [
      make.ethernet({ from: MACS.to, to: MACS.from }, packet),
      make.ethernet({ ...MACS, vlan: 12 }, packet),
      make.concat(inEthernet(packet), new Uint8Array(9)),
      inEthernet(make.ipv4({ ...outer, protocol: 'ipip' }, packet)),
      inEthernet(make.ipv4({ ...outer, protocol: 'gre' }, make.gre(packet))),
      inEthernet(make.ipv4({ ...outer, protocol: 'udp' }, make.gue(50000, packet))),
      inEthernet(make.ipv6({ source: '2001:db8::1', destination: '2001:db8::2', protocol: 'ipip' }, packet)),
    ]
    expect(same.map((frame) => keyOf(frame))).toEqual(same.map(() => key))
    expect(keyOf(packet, 101)).toBe(key)
  })

  test('what a long payload has behind its beginning does not matter, but its length does', () => {
    const long = { ...base, payload: 'x'.repeat(1000) }
    const cut = inEthernet(segment(long)).slice(0, 200)
    expect(keyOf(cut)).toBe(keyOfPacket(segment(long)))
    expect(keyOfPacket(segment({ ...long, payload: 'x'.repeat(999) }))).not.toBe(keyOf(cut))
  })
})

describe('UDP', () => {
  const datagram = (payload: string, id = 0, ports = [5000, 53]) => {
    const fields = { source: '10.0.0.2', destination: '10.0.0.100', protocol: 'udp', id } as const
    return keyOfPacket(make.ipv4(fields, make.udp(ports[0] ?? 0, ports[1] ?? 0, make.text(payload))))
  }

  test('ports may be rewritten', () => {
    expect(datagram('query', 0, [6000, 5353])).toBe(datagram('query'))
  })

  test('without IP id all of the payload counts', () => {
    expect(datagram(`${'x'.repeat(100)}a`)).not.toBe(datagram(`${'x'.repeat(100)}b`))
  })

  test('the same octets in another protocol are another packet', () => {
    const fields = { source: '10.0.0.2', destination: '10.0.0.100' }
    const [as200, as201] = [200, 201].map((protocol) =>
      keyOfPacket(make.ipv4({ ...fields, protocol }, make.text('octets'))),
    )
    expect(as200).not.toBe(as201)
  })
})

describe('ICMP', () => {
  const message = (payload: Uint8Array) =>
    keyOfPacket(make.ipv4({ source: '10.0.0.2', destination: '10.0.0.100', protocol: 'icmp' }, payload))

  test('every part of a ping counts', () => {
    const different = [
      make.echo('request', 7, 1),
      make.echo('reply', 7, 1),
      make.echo('request', 8, 1),
      make.echo('request', 7, 2),
      make.echo('request', 7, 1, make.text('pong')),
    ]
    expect(new Set(different.map(message)).size).toBe(different.length)
  })

  test('of a quoted packet NAT may rewrite addresses and ports, and nothing else', () => {
    const quoted: Segment = {
      ...{ source: '10.0.0.2', sourcePort: 40000, destination: '10.1.0.11', destinationPort: 8080 },
      ...{ flags: 'S', sequence: 1000, id: 100, ttl: 63 },
    }
    const about = (fields: Partial<Segment>, code = 3) =>
      message(make.icmp(3, code, 0, segment({ ...quoted, ...fields }).slice(0, 28)))
    expect(about({ destination: '10.0.0.100', destinationPort: 80, ttl: 61 })).toBe(about({}))
    const different = [about({}), about({ id: 101 }), about({ sequence: 1001 }), about({}, 1)]
    expect(new Set(different).size).toBe(different.length)
  })
})

test('fragments of one datagram are different packets', () => {
  const fields = { source: '10.0.0.2', destination: '10.0.0.100', protocol: 'udp', id: 9 } as const
  const fragment = (fragmentOffset: number) =>
    keyOfPacket(
      make.ipv4(
        { ...fields, moreFragments: true, dontFragment: false, fragmentOffset },
        make.text('12345678'),
      ),
    )
  expect(new Set([0, 8, 16].map(fragment)).size).toBe(3)
})

describe('ARP', () => {
  const base: make.ArpFields = {
    operation: 'request',
    ...{ senderMac: MACS.from, sender: '10.0.0.2', targetMac: MACS.to, target: '10.0.0.100' },
  }
  const frame = (fields: Partial<make.ArpFields>, link: Partial<make.EthernetFields> = {}) =>
    make.ethernet({ ...MACS, ...link }, make.arp({ ...base, ...fields }), make.ARP_TYPE)

  test.each<[string, Partial<make.ArpFields>]>([
    ['operation', { operation: 'reply' }],
    ['sender MAC', { senderMac: MACS.to }],
    ['sender', { sender: '10.0.0.3' }],
    ['target MAC', { targetMac: MACS.from }],
    ['target', { target: '10.0.0.101' }],
  ])('another %s is another packet', (_, fields) => {
    expect(keyOf(frame(fields))).not.toBe(keyOf(frame({})))
  })

  test('so is another Ethernet source, but neither a VLAN nor padding', () => {
    expect(keyOf(frame({}, { from: MACS.to }))).not.toBe(keyOf(frame({})))
    expect(keyOf(frame({}, { vlan: 5 }))).toBe(keyOf(frame({})))
    expect(keyOf(make.concat(frame({}), new Uint8Array(18).fill(7)))).toBe(keyOf(frame({})))
  })
})
