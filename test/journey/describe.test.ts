import { describe, expect, test } from 'vitest'
import { buildJourneys } from '../../src/journey/build.ts'
import { answer as dnsAnswer, question as dnsQuestion, segment } from '../support/dns.ts'
import * as make from '../support/frames.ts'
import { only } from './scene.ts'

const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' }
const V4 = { source: '10.0.0.2', destination: '10.0.0.100' }
const V6 = { source: 'fe80::1', destination: 'ff02::1:ff00:100' }

function journeyOf(bytes: Uint8Array) {
  return only(
    buildJourneys([{ id: 1, point: 'a:b', time: 0, bytes, originalLength: bytes.length }], []).journeys,
  )
}

const tcp = (flags: string, payload = '') =>
  make.ipv4(
    { ...V4, protocol: 'tcp' },
    make.tcp({ sourcePort: 1, destinationPort: 2, flags }, make.text(payload)),
  )
const icmp = (type: number, code: number, rest = 0, body: Uint8Array = new Uint8Array(0)) =>
  make.ipv4({ ...V4, protocol: 'icmp' }, make.icmp(type, code, rest, body))
const dns = (datagram: Uint8Array) => make.ipv4({ ...V4, protocol: 'udp' }, datagram)
const icmp6 = (type: number, code: number, rest = 0, body: Uint8Array = new Uint8Array(0)) =>
  make.ipv6({ ...V6, protocol: 'icmp6' }, make.icmp(type, code, rest, body))

describe('summaries', () => {
  test.each<[string, Uint8Array]>([
    ['SYN', tcp('S')],
    ['SYN-ACK', tcp('S.')],
    ['ACK', tcp('.')],
    ['ACK 5 B', tcp('P.', 'hello')],
    ['FIN-ACK', tcp('F.')],
    ['RST', tcp('R')],
    ['RST-ACK', tcp('R.')],
    ['TCP without flags', tcp('')],
    ['UDP 4 B', make.ipv4({ ...V4, protocol: 'udp' }, make.udp(1, 2, make.text('data')))],
    ['DNS ? nova.mycompany.com A, RD', dns(make.udp(40001, 53, dnsQuestion()))],
    ['DNS ? nova.mycompany.com A, RD', dns(make.udp(53, 53, dnsQuestion()))],
    ['UDP 36 B', dns(make.udp(40001, 54, dnsQuestion()))],
    [
      'DNS ? malformed: Cannot decode name (buffer overflow)',
      dns(make.udp(1, 53, dnsQuestion().subarray(0, 20))),
    ],
    ['UDP 13 B', dns(make.udp(40001, 53, make.text('lvslab 40001\n')))],
    [
      'DNS = NXDOMAIN, AA',
      make.ipv4(
        { ...V4, protocol: 'tcp' },
        make.tcp({ sourcePort: 53, destinationPort: 2, flags: 'P.' }, segment(dnsAnswer({}, { code: 3 }))),
      ),
    ],
    [
      'ACK 20 B',
      make.ipv4(
        { ...V4, protocol: 'tcp' },
        make.tcp({ sourcePort: 2, destinationPort: 53, flags: '.' }, segment(dnsQuestion()).subarray(0, 20)),
      ),
    ],
    ['echo request, seq 3', make.ipv4({ ...V4, protocol: 'icmp' }, make.echo('request', 1, 3))],
    ['host unreachable', icmp(3, 1)],
    ['unreachable, code 99', icmp(3, 99)],
    ['fragmentation needed, mtu 1480', icmp(3, 4, 1480)],
    ['redirect', icmp(5, 1)],
    ['time exceeded', icmp(11, 0)],
    ['reassembly time exceeded', icmp(11, 1)],
    ['parameter problem', icmp(12, 0)],
    ['ICMP type 13 code 0', icmp(13, 0)],
    ['echo reply, seq 2', icmp6(129, 0, 0x10002)],
    ['address unreachable', icmp6(1, 3)],
    ['packet too big, mtu 1400', icmp6(2, 0, 1400)],
    ['time exceeded', icmp6(3, 0)],
    ['router solicitation', icmp6(133, 0)],
    ['router advertisement', icmp6(134, 0)],
    ['neighbour advertisement, cut', icmp6(136, 0, 0, make.text('cut'))],
    ['multicast listener report', icmp6(143, 0)],
    ['ICMPv6 type 144 code 0', icmp6(144, 0)],
    [
      'VRRP advertisement, router 51 priority 100',
      make.ipv4({ ...V4, protocol: 'vrrp' }, Uint8Array.of(0x21, 51, 100, 1, 0, 1, 0, 0, 10, 0, 0, 1)),
    ],
    [
      'VRRP advertisement, router 51 priority 100',
      make.ipv4(
        { ...V4, protocol: 51 },
        Uint8Array.of(112, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 7, 0x21, 51, 100, 1, 0, 1, 0, 0, 10, 0, 0, 1),
      ),
    ],
    ['IP protocol 51, 4 B', make.ipv4({ ...V4, protocol: 51 }, Uint8Array.of(112, 1, 0, 0))],
    ['IP protocol 89, 3 B', make.ipv4({ ...V4, protocol: 89 }, make.text('abc'))],
  ])('%s', (summary, packet) => {
    expect(journeyOf(make.ethernet(MACS, packet)).summary).toBe(summary)
  })

  test.each<[string, number, string]>([
    ['EtherType 0x88cc', 0x88cc, 'lldp'],
    ['IEEE 802.3, 38 B', 38, 'stp'],
    ['sentinel abc123', 0x88b5, 'lvslab-sentinel abc123'],
    ['EtherType 0x88b5', 0x88b5, 'something else'],
    ['EtherType 0x0800', 0x0800, 'not IP'],
  ])('%s', (summary, type, payload) => {
    const journey = journeyOf(make.ethernet({ ...MACS, vlan: 3 }, make.text(payload), type))
    expect(journey).toMatchObject({
      kind: 'other',
      summary,
      hops: [{ vlan: 3, source: '', destination: '' }],
    })
  })
})

describe('ARP', () => {
  const question = { senderMac: MACS.from, sender: '10.0.0.2', target: '10.0.0.100' }
  test.each<[string, string, make.ArpFields]>([
    ['request', 'who-has 10.0.0.100 tell 10.0.0.2', { ...question, operation: 'request' }],
    ['reply', '10.0.0.2 is-at 02:00:00:00:00:01', { ...question, operation: 'reply' }],
    [
      'gratuitous',
      'who-has 10.0.0.2 tell 10.0.0.2',
      { ...question, operation: 'request', target: '10.0.0.2' },
    ],
    [
      'gratuitous',
      '10.0.0.2 is-at 02:00:00:00:00:01',
      { ...question, operation: 'reply', target: '10.0.0.2' },
    ],
    ['probe', 'who-has 10.0.0.100, probe', { ...question, operation: 'request', sender: '0.0.0.0' }],
  ])('%s: %s', (kind, summary, fields) => {
    const journey = journeyOf(make.ethernet(MACS, make.arp(fields), make.ARP_TYPE))
    expect(journey).toMatchObject({ kind: 'arp', neighbour: { kind, sender: fields.sender }, summary })
    expect(journey.hops[0]).toMatchObject({ source: fields.sender, destination: fields.target })
    expect(journey.hops[0]).not.toHaveProperty('ttl')
  })
})

describe('neighbour discovery', () => {
  const TARGET = '2001:db8::100'
  const SOLICITED = 0x40000000
  /** Target link-layer address 02:00:00:00:00:09. */
  const mac = [2, 1, 2, 0, 0, 0, 0, 9]
  const message = (type: number, flags: number, source: string, options: readonly number[] = []) => {
    const body = Uint8Array.from([...make.addressBytes(TARGET), ...options])
    return make.ipv6({ ...V6, source, protocol: 'icmp6' }, make.icmp(type, 0, flags, body))
  }

  test.each<[string, string, Uint8Array, string]>([
    [
      'request',
      `neighbour solicitation for ${TARGET} from ${V6.source}`,
      message(135, 0, V6.source),
      V6.source,
    ],
    ['probe', `neighbour solicitation for ${TARGET}, probe`, message(135, 0, '::'), '::'],
    [
      'reply',
      `neighbour advertisement for ${TARGET} at 02:00:00:00:00:09`,
      message(136, SOLICITED, TARGET, mac),
      TARGET,
    ],
    ['reply', `neighbour advertisement for ${TARGET}`, message(136, SOLICITED, V6.source), V6.source],
    ['gratuitous', `neighbour advertisement for ${TARGET}, unasked`, message(136, 0, TARGET), TARGET],
  ])('%s: %s', (kind, summary, packet, sender) => {
    const journey = journeyOf(make.ethernet(MACS, packet))
    expect(journey).toMatchObject({ kind: 'nd', neighbour: { kind, target: TARGET, sender }, summary })
    expect(journey.hops[0]).toMatchObject({ source: sender, destination: V6.destination })
  })
})

test('the facts of a segment', () => {
  const segment = make.tcp(
    { sourcePort: 40000, destinationPort: 80, sequence: 0xfffffff0, acknowledgement: 7, flags: 'P.' },
    make.text('GET /'),
  )
  expect(
    journeyOf(make.ethernet(MACS, make.ipv4({ ...V4, ttl: 61, protocol: 'tcp' }, segment))),
  ).toMatchObject({
    ...{ id: 1, kind: 'tcp', flags: 'P.', sequence: 0xfffffff0, acknowledgement: 7, payloadLength: 5 },
    hops: [
      {
        ...V4,
        sourceMac: MACS.from,
        destinationMac: MACS.to,
        sourcePort: 40000,
        destinationPort: 80,
        ttl: 61,
      },
    ],
  })
})

test('IPv6 addresses and hop limit', () => {
  const packet = make.ipv6({ ...V6, ttl: 255, protocol: 'udp' }, make.udp(1, 2, make.text('x')))
  expect(journeyOf(make.ethernet(MACS, packet)).hops[0]).toMatchObject({ ...V6, ttl: 255, sourcePort: 1 })
})
