import { describe, expect, it } from 'vitest'
import { formatIpv4, formatIpv6, formatMac } from '../../src/wire/addresses.ts'
import * as ah from '../../src/wire/ah.ts'
import * as arp from '../../src/wire/arp.ts'
import * as ethernet from '../../src/wire/ethernet.ts'
import * as gre from '../../src/wire/gre.ts'
import * as gue from '../../src/wire/gue.ts'
import * as icmp from '../../src/wire/icmp.ts'
import * as icmpv6 from '../../src/wire/icmpv6.ts'
import * as ipv4 from '../../src/wire/ipv4.ts'
import * as ipv6 from '../../src/wire/ipv6.ts'
import * as ipv6Extensions from '../../src/wire/ipv6-extensions.ts'
import { IP_UDP, LINK_COOKED, LINK_ETHERNET, LINK_RAW_IP } from '../../src/wire/numbers.ts'
import * as sentinel from '../../src/wire/sentinel.ts'
import * as tcp from '../../src/wire/tcp.ts'
import * as udp from '../../src/wire/udp.ts'
import * as vlan from '../../src/wire/vlan.ts'
import * as vrrp from '../../src/wire/vrrp.ts'
import { cookedFrame, FIXTURES } from './fixtures.ts'

/** A frame in the middle of a buffer, as the capture reader hands it out. */
function placed(bytes: Uint8Array): [buffer: Uint8Array, at: number, end: number] {
  const buffer = new Uint8Array(bytes.length + 20).fill(0xaa)
  buffer.set(bytes, 10)
  return [buffer, 10, 10 + bytes.length]
}

describe('accessors', () => {
  it('read a frame in the middle of a buffer', () => {
    const [buffer, at] = placed(FIXTURES['tcp-syn'])
    expect(formatMac(ethernet.destination(buffer, at))).toBe('02:00:00:00:00:02')
    const ip = at + ethernet.LENGTH
    expect([ipv4.ttl(buffer, ip), ipv4.protocol(buffer, ip), ipv4.isFragment(buffer, ip)]).toEqual([
      64,
      6,
      false,
    ])
    expect(formatIpv4(ipv4.source(buffer, ip))).toBe('10.0.0.1')
    const segment = ip + ipv4.headerLength(buffer, ip)
    expect(tcp.sequence(buffer, segment)).toBe(0x89abcdef)
    expect(tcp.formatFlags(tcp.flags(buffer, segment))).toBe('S')
  })

  it('read IPv6 addresses by text', () => {
    const [buffer, at] = placed(FIXTURES['ipv6-tcp'])
    const ip = at + ethernet.LENGTH
    expect(formatIpv6(buffer, ip + ipv6.DESTINATION)).toBe('fd00::64')
  })

  it('tell fragments from whole datagrams', () => {
    const isFragment = (name: keyof typeof FIXTURES) => ipv4.isFragment(FIXTURES[name], 14)
    expect(isFragment('ipv4-first-fragment')).toBe(true)
    expect(isFragment('ipv4-last-fragment')).toBe(true)
    expect(isFragment('tcp-syn')).toBe(false)
    const farthest = FIXTURES['ipv4-last-fragment'].with(20, 0x1f).with(21, 0xff)
    expect(ipv4.fragmentOffset(farthest, 14)).toBe(65528)
  })

  it('step over IPv6 extension headers', () => {
    const bytes = FIXTURES['ipv6-routing']
    const kind = ipv6.nextHeader(bytes, 14)
    const at = 14 + ipv6.LENGTH
    expect(ipv6Extensions.isExtension(kind)).toBe(true)
    expect(ipv6Extensions.hasHeader(bytes, at, bytes.length, kind)).toBe(true)
    const transport = at + ipv6Extensions.headerLength(bytes, at, kind)
    expect(ipv6Extensions.nextHeader(bytes, at)).toBe(IP_UDP)
    expect(udp.sourcePort(bytes, transport)).toBe(1)
  })

  it('know sentinels and their tokens', () => {
    const [buffer, at, end] = placed(FIXTURES.sentinel)
    expect(sentinel.textAt(buffer, at, end, LINK_ETHERNET)).toBe(at + ethernet.LENGTH)
    expect(sentinel.token(buffer, at + ethernet.LENGTH, end)).toBe('7f3a-start')
    expect(sentinel.textAt(FIXTURES['arp-request'], 0, 42, LINK_ETHERNET)).toBe(-1)
    expect(sentinel.textAt(FIXTURES.sentinel, 0, 20, LINK_ETHERNET)).toBe(-1)
  })

  it('know sentinels of devices without an Ethernet header', () => {
    const text = FIXTURES.sentinel.slice(ethernet.LENGTH)
    const [buffer, at, end] = placed(text)
    expect(sentinel.textAt(buffer, at, end, LINK_RAW_IP)).toBe(at)
    expect(sentinel.textAt(buffer, at, end, LINK_COOKED)).toBe(-1)
    const [other, start, stop] = placed(cookedFrame(0x88b5, text))
    expect(sentinel.textAt(other, start, stop, LINK_COOKED)).toBe(start + 16)
    expect(sentinel.textAt(cookedFrame(0x0800, text), 0, 16 + text.length, LINK_COOKED)).toBe(-1)
  })

  it('read the token of a padded sentinel up to the padding', () => {
    const padded = new Uint8Array(60)
    padded.set(FIXTURES.sentinel)
    expect(sentinel.token(padded, 14, 60)).toBe('7f3a-start')
  })
})

describe('hasHeader', () => {
  // Where each header starts and how long it is; one octet less is not enough.
  it.each([
    ['ethernet', ethernet, 'tcp-syn', 0, 14],
    ['vlan', vlan, 'vlan', 14, 4],
    ['arp', arp, 'arp-request', 14, 28],
    ['ipv4', ipv4, 'tcp-syn', 14, 20],
    ['ipv4 with options', ipv4, 'ipv4-record-route', 14, 32],
    ['ipv6', ipv6, 'ipv6-tcp', 14, 40],
    ['icmp', icmp, 'icmp-echo', 34, 8],
    ['icmpv6', icmpv6, 'icmpv6-echo', 54, 8],
    ['tcp with options', tcp, 'tcp-syn', 34, 40],
    ['udp', udp, 'udp-no-checksum', 34, 8],
    ['gre', gre, 'gre', 34, 4],
    ['gre with optional fields', gre, 'gre-all-fields', 34, 16],
    ['gue', gue, 'gue', 42, 4],
    ['gue with optional fields', gue, 'gue-remote-checksum', 42, 12],
    ['vrrp', vrrp, 'vrrp-v3', 34, 8],
    ['ah', ah, 'vrrp-ah', 34, 24],
  ] as const)('of %s needs the whole header', (_title, protocol, name, at, length) => {
    const bytes = FIXTURES[name]
    expect(protocol.hasHeader(bytes, at, at + length)).toBe(true)
    expect(protocol.hasHeader(bytes, at, at + length - 1)).toBe(false)
  })

  it('is false for what is of another version', () => {
    expect(ipv4.hasHeader(FIXTURES['ipv6-tcp'], 14, 78)).toBe(false)
    expect(ipv6.hasHeader(FIXTURES['tcp-syn'], 14, 74)).toBe(false)
    expect(gue.hasHeader(FIXTURES['tcp-syn'], 14, 74)).toBe(false)
  })
})

describe('tcp.formatFlags', () => {
  it.each([
    [0x02, 'S'],
    [0x12, 'S.'],
    [0x18, 'P.'],
    [0x11, 'F.'],
    [0x04, 'R'],
    [0xc2, 'SEW'],
    [0, 'none'],
  ])('writes %i as tcpdump does', (flags, text) => {
    expect(tcp.formatFlags(flags)).toBe(text)
  })
})
