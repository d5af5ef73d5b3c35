import { describe, expect, it } from 'vitest'
import { decode } from '../../src/wire/decode.ts'
import type { Layer } from '../../src/wire/layer.ts'
import { LINK_COOKED, LINK_RAW_IP } from '../../src/wire/numbers.ts'
import { cookedFrame, FIXTURES, type FixtureName, frame } from './fixtures.ts'

type Expected = Partial<Record<string, unknown>> & { readonly protocol: Layer['protocol'] }

const CLIENT_TO_DIRECTOR = {
  protocol: 'ethernet',
  destination: '02:00:00:00:00:02',
  source: '02:00:00:00:00:01',
} as const
const CLIENT_TO_VIP = { protocol: 'ipv4', source: '10.0.0.1', destination: '10.0.0.100' } as const
const SYN = {
  protocol: 'tcp',
  sourcePort: 40000,
  destinationPort: 80,
  sequence: 0x89abcdef,
  acknowledgement: 0,
  headerLength: 40,
  flags: 0x02,
  window: 64240,
  checksumStatus: 'good',
  urgentPointer: 0,
} as const
const SYN_INSIDE = [
  { ...CLIENT_TO_VIP, ttl: 62, checksumStatus: 'good' },
  { ...SYN, checksumStatus: 'good' },
] as const
const DIRECTOR_TO_SERVER = { protocol: 'ipv4', source: '10.0.0.2', destination: '10.0.0.3' } as const
const anything = { protocol: 'ethernet' } as const

const EXPECTED: Record<FixtureName, readonly Expected[]> = {
  'arp-request': [
    {
      protocol: 'ethernet',
      destination: 'ff:ff:ff:ff:ff:ff',
      source: '02:00:00:00:00:01',
      etherType: 0x0806,
    },
    {
      protocol: 'arp',
      operation: 1,
      senderMac: '02:00:00:00:00:01',
      senderIp: '10.0.0.1',
      targetMac: '00:00:00:00:00:00',
      targetIp: '10.0.0.100',
    },
  ],
  'arp-reply-padded': [
    anything,
    {
      protocol: 'arp',
      operation: 2,
      senderIp: '10.0.0.100',
      targetMac: '02:00:00:00:00:01',
      start: 14,
      end: 42,
    },
    { protocol: 'padding', start: 42, end: 60 },
  ],
  'arp-gratuitous': [
    anything,
    { protocol: 'arp', operation: 1, senderIp: '10.0.0.100', targetIp: '10.0.0.100' },
  ],
  'tcp-syn': [
    { ...CLIENT_TO_DIRECTOR, etherType: 0x0800 },
    {
      ...CLIENT_TO_VIP,
      headerLength: 20,
      dscp: 0,
      ecn: 0,
      totalLength: 60,
      identification: 0x1234,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      payloadProtocol: 6,
      checksum: 0x1424,
      checksumStatus: 'good',
      options: [],
    },
    {
      ...SYN,
      checksum: 0xa47d,
      options: [
        { kind: 'mss', value: 1460, start: 54, end: 58 },
        { kind: 'sack-permitted', start: 58, end: 60 },
        { kind: 'timestamps', value: 0xa001, echo: 0, start: 60, end: 70 },
        { kind: 'no-operation', start: 70, end: 71 },
        { kind: 'window-scale', shift: 7, start: 71, end: 74 },
      ],
    },
  ],
  'tcp-data': [
    anything,
    { protocol: 'ipv4', dscp: 10, ecn: 2, ttl: 63 },
    { protocol: 'tcp', sequence: 0x89abcdf0, acknowledgement: 16, flags: 0x18, checksumStatus: 'good' },
    { protocol: 'payload', start: 66, end: 84 },
  ],
  'tcp-sack': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'tcp',
      sequence: 0xfffffff0,
      options: [
        { kind: 'no-operation', start: 54, end: 55 },
        { kind: 'no-operation', start: 55, end: 56 },
        {
          kind: 'sack',
          blocks: [
            [256, 512],
            [768, 1024],
          ],
          start: 56,
          end: 74,
        },
      ],
    },
  ],
  'tcp-urgent-ecn': [
    anything,
    { protocol: 'ipv4' },
    { protocol: 'tcp', flags: 0xf8, urgentPointer: 1, options: [] },
    { protocol: 'payload' },
  ],
  'tcp-odd-options': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'tcp',
      options: [
        { kind: 'other', number: 254, start: 54, end: 60 },
        { kind: 'end', start: 60, end: 61 },
      ],
    },
  ],
  'tcp-bad-checksums': [
    anything,
    { protocol: 'ipv4', checksumStatus: 'bad' },
    { protocol: 'tcp', flags: 0x04, checksumStatus: 'bad' },
  ],
  vlan: [
    { ...CLIENT_TO_DIRECTOR, etherType: 0x8100 },
    { protocol: 'vlan', priority: 3, dropEligible: false, id: 10, etherType: 0x0800 },
    CLIENT_TO_VIP,
    { protocol: 'tcp', flags: 0x11, checksumStatus: 'good' },
  ],
  'vlan-stacked': [
    { ...CLIENT_TO_DIRECTOR, etherType: 0x88a8 },
    { protocol: 'vlan', id: 100, priority: 0, etherType: 0x8100 },
    { protocol: 'vlan', id: 20, priority: 1, dropEligible: true, etherType: 0x0800 },
    CLIENT_TO_VIP,
    { protocol: 'udp', sourcePort: 5000, destinationPort: 5001, length: 13, checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  'udp-no-checksum': [
    anything,
    { protocol: 'ipv4' },
    { protocol: 'udp', checksum: 0, checksumStatus: 'unverified' },
    { protocol: 'payload' },
  ],
  'ipv4-record-route': [
    anything,
    {
      protocol: 'ipv4',
      headerLength: 32,
      checksumStatus: 'good',
      options: [
        { kind: 'no-operation', start: 34, end: 35 },
        { kind: 'record-route', pointer: 8, addresses: ['10.0.0.2', '0.0.0.0'], start: 35, end: 46 },
      ],
    },
    { protocol: 'icmp', type: 8, identifier: 77, sequence: 1 },
    { protocol: 'payload' },
  ],
  'ipv4-router-alert': [
    anything,
    { protocol: 'ipv4', ttl: 1, options: [{ kind: 'router-alert', value: 0, start: 34, end: 38 }] },
    { protocol: 'unknown', registry: 'ipProtocol', number: 2 },
  ],
  'ipv4-first-fragment': [
    anything,
    { protocol: 'ipv4', moreFragments: true, dontFragment: false, fragmentOffset: 0, identification: 0xbeef },
    { protocol: 'udp', length: 72, checksumStatus: 'unverified' },
    { protocol: 'payload', start: 42, end: 74 },
  ],
  'ipv4-last-fragment': [
    anything,
    { protocol: 'ipv4', moreFragments: false, fragmentOffset: 40 },
    { protocol: 'payload', start: 34, end: 66 },
  ],
  'icmp-echo': [
    anything,
    CLIENT_TO_VIP,
    { protocol: 'icmp', type: 8, code: 0, identifier: 0x4d2, sequence: 3, checksumStatus: 'good', end: 42 },
    { protocol: 'payload' },
  ],
  'icmp-port-unreachable': [
    anything,
    { protocol: 'ipv4', source: '10.0.0.100', destination: '10.0.0.1', dscp: 48 },
    {
      protocol: 'icmp',
      type: 3,
      code: 3,
      checksumStatus: 'good',
      start: 34,
      end: 102,
      quoted: [
        { ...CLIENT_TO_VIP, start: 42, end: 62 },
        { ...SYN, start: 62, end: 102 },
      ],
    },
  ],
  'icmp-fragmentation-needed': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'icmp',
      type: 3,
      code: 4,
      nextHopMtu: 1480,
      quoted: [
        { protocol: 'ipv4', totalLength: 1480 },
        { protocol: 'tcp', sequence: 100, checksumStatus: 'unverified' },
        { protocol: 'payload', start: 82, end: 90 },
      ],
    },
  ],
  'icmp-eight-octets': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'icmp',
      type: 11,
      code: 0,
      quoted: [
        CLIENT_TO_VIP,
        { protocol: 'tcp-start', sourcePort: 40000, destinationPort: 80, sequence: 100, start: 62, end: 70 },
      ],
    },
  ],
  'icmp-redirect': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'icmp',
      type: 5,
      code: 1,
      gateway: '10.0.0.2',
      quoted: [CLIENT_TO_VIP, SYN],
    },
  ],
  'icmp-parameter-problem': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'icmp',
      type: 12,
      pointer: 20,
      quoted: [
        CLIENT_TO_VIP,
        { protocol: 'udp', sourcePort: 5000, length: 72, checksumStatus: 'unverified' },
      ],
    },
  ],
  'ipv6-tcp': [
    { ...CLIENT_TO_DIRECTOR, etherType: 0x86dd },
    {
      protocol: 'ipv6',
      dscp: 46,
      ecn: 1,
      flowLabel: 0xabcde,
      payloadLength: 24,
      nextHeader: 6,
      hopLimit: 64,
      source: 'fd00::1',
      destination: 'fd00::64',
    },
    { protocol: 'tcp', checksumStatus: 'good', options: [{ kind: 'mss', value: 1440, start: 74, end: 78 }] },
  ],
  'ipv6-hop-by-hop': [
    anything,
    { protocol: 'ipv6', nextHeader: 0, hopLimit: 1 },
    { protocol: 'ipv6-hop-by-hop', nextHeader: 58, headerLength: 8, start: 54, end: 62 },
    { protocol: 'icmpv6', type: 143, checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  'ipv6-routing': [
    anything,
    { protocol: 'ipv6', nextHeader: 43 },
    {
      protocol: 'ipv6-routing',
      nextHeader: 17,
      headerLength: 24,
      type: 4,
      segmentsLeft: 0,
      segments: ['fd00::64'],
    },
    { protocol: 'udp', checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  'ipv6-segments-left': [
    anything,
    { protocol: 'ipv6', destination: 'fd00::65' },
    { protocol: 'ipv6-routing', segmentsLeft: 1, segments: ['fd00::64', 'fd00::65'] },
    { protocol: 'udp', checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  'ipv6-first-fragment': [
    anything,
    { protocol: 'ipv6', nextHeader: 44 },
    {
      protocol: 'ipv6-fragment',
      nextHeader: 17,
      fragmentOffset: 0,
      moreFragments: true,
      identification: 0xdeadbeef,
    },
    { protocol: 'udp', checksumStatus: 'unverified' },
    { protocol: 'payload' },
  ],
  'ipv6-last-fragment': [
    anything,
    { protocol: 'ipv6' },
    { protocol: 'ipv6-fragment', fragmentOffset: 32, moreFragments: false },
    { protocol: 'payload' },
  ],
  'ipv6-destination-options': [
    anything,
    { protocol: 'ipv6', nextHeader: 60 },
    { protocol: 'ipv6-destination', nextHeader: 17, headerLength: 8 },
    { protocol: 'udp', checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  'icmpv6-echo': [
    anything,
    { protocol: 'ipv6' },
    { protocol: 'icmpv6', type: 128, identifier: 9, sequence: 10, checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  'icmpv6-too-big': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'icmpv6',
      type: 2,
      mtu: 1280,
      quoted: [
        { protocol: 'ipv6', source: 'fd00::1' },
        { protocol: 'tcp', checksumStatus: 'good' },
      ],
    },
  ],
  'icmpv6-parameter-problem': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'icmpv6',
      type: 4,
      code: 1,
      pointer: 6,
      quoted: [{ protocol: 'ipv6' }, { protocol: 'udp' }, { protocol: 'payload' }],
    },
  ],
  'nd-solicitation': [
    anything,
    { protocol: 'ipv6', hopLimit: 255, destination: 'ff02::1:ff00:64' },
    {
      protocol: 'icmpv6',
      type: 135,
      checksumStatus: 'good',
      neighbourDiscovery: {
        message: 'neighbour-solicitation',
        target: 'fd00::64',
        options: [{ kind: 'source-link-layer', mac: '02:00:00:00:00:01', start: 78, end: 86 }],
      },
    },
  ],
  'nd-advertisement': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'icmpv6',
      type: 136,
      neighbourDiscovery: {
        message: 'neighbour-advertisement',
        target: 'fd00::64',
        router: false,
        solicited: true,
        override: true,
        options: [{ kind: 'target-link-layer', mac: '02:00:00:00:00:02', start: 78, end: 86 }],
      },
    },
  ],
  'nd-router-solicitation': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'icmpv6',
      type: 133,
      neighbourDiscovery: {
        message: 'router-solicitation',
        options: [{ kind: 'source-link-layer', mac: '02:00:00:00:00:01' }],
      },
    },
  ],
  'nd-router-advertisement': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'icmpv6',
      type: 134,
      neighbourDiscovery: {
        message: 'router-advertisement',
        hopLimit: 64,
        managed: false,
        otherConfiguration: true,
        routerLifetime: 1800,
        reachableTime: 30000,
        retransTimer: 1000,
        options: [
          { kind: 'source-link-layer', mac: '02:00:00:00:00:09' },
          {
            kind: 'prefix',
            prefix: 'fd00::',
            length: 64,
            onLink: true,
            autonomous: true,
            validLifetime: 86400,
            preferredLifetime: 14400,
          },
          { kind: 'mtu', value: 1500 },
          { kind: 'dns-servers', lifetime: 600, servers: ['fd00::53'] },
          { kind: 'other', type: 24 },
        ],
      },
    },
  ],
  'nd-redirect': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'icmpv6',
      type: 137,
      neighbourDiscovery: { message: 'redirect', target: 'fe80::3', destination: 'fd00::64', options: [] },
    },
  ],
  ipip: [anything, { ...DIRECTOR_TO_SERVER, payloadProtocol: 4, totalLength: 80 }, ...SYN_INSIDE],
  'ipv6-in-ipv4': [
    anything,
    { ...DIRECTOR_TO_SERVER, payloadProtocol: 41 },
    { protocol: 'ipv6', source: 'fd00::1' },
    { protocol: 'udp', checksumStatus: 'good' },
    { protocol: 'payload' },
  ],
  gre: [
    anything,
    { ...DIRECTOR_TO_SERVER, payloadProtocol: 47 },
    { protocol: 'gre', protocolType: 0x0800, start: 34, end: 38 },
    ...SYN_INSIDE,
  ],
  'gre-all-fields': [
    anything,
    DIRECTOR_TO_SERVER,
    { protocol: 'gre', key: 0xcafebabe, sequence: 17, checksumStatus: 'good', start: 34, end: 50 },
    ...SYN_INSIDE,
  ],
  'gre-bridged': [
    anything,
    DIRECTOR_TO_SERVER,
    { protocol: 'gre', protocolType: 0x6558, key: 5 },
    { protocol: 'ethernet', destination: 'ff:ff:ff:ff:ff:ff' },
    { protocol: 'arp', targetIp: '10.0.0.100' },
  ],
  gue: [
    anything,
    DIRECTOR_TO_SERVER,
    { protocol: 'udp', sourcePort: 51000, destinationPort: 6080, checksumStatus: 'unverified' },
    { protocol: 'gue', control: false, headerLength: 4, fieldsLength: 0, payloadProtocol: 4, flags: 0 },
    ...SYN_INSIDE,
  ],
  'gue-remote-checksum': [
    anything,
    DIRECTOR_TO_SERVER,
    { protocol: 'udp', checksumStatus: 'good' },
    {
      protocol: 'gue',
      headerLength: 12,
      fieldsLength: 8,
      flags: 1,
      remoteChecksum: { start: 20, offset: 36 },
    },
    ...SYN_INSIDE,
  ],
  'vrrp-v2': [
    anything,
    { protocol: 'ipv4', ttl: 255, payloadProtocol: 112 },
    {
      protocol: 'vrrp',
      version: 2,
      type: 1,
      routerId: 51,
      priority: 100,
      interval: 1000,
      authentication: 1,
      checksumStatus: 'good',
      addresses: ['10.0.0.100', '10.0.0.101'],
    },
  ],
  'dns-referral': [
    anything,
    { protocol: 'ipv4' },
    { protocol: 'udp', sourcePort: 53 },
    {
      protocol: 'dns',
      id: 0x1234,
      response: true,
      opcode: 0,
      authoritative: false,
      recursionDesired: false,
      responseCode: 0,
      questions: 1,
      answers: 0,
      authorityRecords: 1,
      additionalRecords: 1,
      start: 42,
      end: 54,
    },
    { protocol: 'payload', end: 119 },
  ],
  'vrrp-ah': [
    anything,
    { protocol: 'ipv4', ttl: 255, payloadProtocol: 51 },
    { protocol: 'ah', nextHeader: 112, headerLength: 24, spi: 0x0a000002, sequence: 7, start: 34, end: 58 },
    {
      protocol: 'vrrp',
      version: 2,
      routerId: 51,
      priority: 100,
      authentication: 2,
      checksumStatus: 'good',
      addresses: ['10.0.0.100', '10.0.0.101'],
    },
  ],
  'vrrp-v3': [
    anything,
    { protocol: 'ipv4' },
    {
      protocol: 'vrrp',
      version: 3,
      routerId: 52,
      priority: 0,
      interval: 1000,
      checksumStatus: 'good',
      addresses: ['10.0.0.100'],
    },
  ],
  'vrrp-v3-ipv6': [
    anything,
    { protocol: 'ipv6' },
    {
      protocol: 'vrrp',
      version: 3,
      priority: 255,
      interval: 500,
      checksumStatus: 'good',
      addresses: ['fe80::64', 'fd00::64'],
    },
  ],
  sentinel: [
    { protocol: 'ethernet', etherType: 0x88b5 },
    { protocol: 'sentinel', token: '7f3a-start' },
  ],
  'unknown-ethertype': [anything, { protocol: 'unknown', registry: 'etherType', number: 0x88cc }],
  'ieee-802.3-length': [anything, { protocol: 'unknown', registry: 'etherType', number: 38 }],
}

describe('decode', () => {
  for (const [name, bytes] of Object.entries(FIXTURES)) {
    it(`reads ${name}`, () => {
      const layers = decode(bytes)
      expect(layers).toMatchObject(EXPECTED[name as FixtureName])
      expect(layers).toHaveLength(EXPECTED[name as FixtureName].length)
    })
  }

  it('says where each field stands', () => {
    const [, ipv4, tcp] = decode(FIXTURES['tcp-syn'])
    expect(ipv4?.spans).toMatchObject({ ttl: { start: 22, end: 23 }, source: { start: 26, end: 30 } })
    expect(tcp?.spans).toMatchObject({ sequence: { start: 38, end: 42 }, flags: { start: 47, end: 48 } })
    const [, , gre] = decode(FIXTURES['gre-all-fields'])
    expect(gre?.spans).toMatchObject({ key: { start: 42, end: 46 }, sequence: { start: 46, end: 50 } })
  })

  it('reads a raw IP packet by its version', () => {
    const raw = (name: FixtureName) => FIXTURES[name].slice(14)
    const protocols = (bytes: Uint8Array) =>
      decode(bytes, bytes.length, LINK_RAW_IP).map((layer) => layer.protocol)
    expect(protocols(raw('tcp-syn'))).toEqual(['ipv4', 'tcp'])
    expect(protocols(raw('ipv6-tcp'))).toEqual(['ipv6', 'tcp'])
  })

  it('reads what libpcap writes before the packets of gre0', () => {
    const bytes = cookedFrame(0x0800, FIXTURES['tcp-syn'].slice(14))
    expect(decode(bytes, bytes.length, LINK_COOKED)).toMatchObject([
      { protocol: 'cooked', packetType: 4, deviceType: 778, etherType: 0x0800, start: 0, end: 16 },
      { protocol: 'ipv4' },
      { protocol: 'tcp' },
    ])
    expect(decode(bytes.slice(0, 15), 15, LINK_COOKED)).toMatchObject([{ protocol: 'malformed' }])
  })

  it('leaves frames of other link types unknown', () => {
    const nflog = 239
    expect(decode(FIXTURES['tcp-syn'], 74, nflog)).toMatchObject([
      { protocol: 'unknown', registry: 'linkType', number: 239, start: 0, end: 74 },
    ])
  })
})

describe('octets that were cut off', () => {
  const syn = FIXTURES['tcp-syn']

  it('by the snapshot length inside of a header', () => {
    expect(decode(syn.slice(0, 40), 74)).toMatchObject([
      anything,
      CLIENT_TO_VIP,
      {
        protocol: 'malformed',
        cause: 'snapshot',
        start: 34,
        end: 40,
        reason: 'TCP header needs 20 octets, 6 are there: the snapshot length cut off 34 of 74 octets',
      },
    ])
  })

  it('by the snapshot length behind the headers', () => {
    const layers = decode(FIXTURES['tcp-data'].slice(0, 70), 84)
    expect(layers.slice(2)).toMatchObject([
      { protocol: 'tcp', checksumStatus: 'unverified' },
      { protocol: 'payload', start: 66, end: 70 },
      { protocol: 'malformed', cause: 'snapshot', start: 70, end: 70 },
    ])
  })

  it('by the snapshot length inside of a TCP header, whose ports are still told', () => {
    expect(decode(syn.slice(0, 50), 74).slice(2)).toMatchObject([
      { protocol: 'tcp-start', sourcePort: 40000, sequence: 0x89abcdef, start: 34, end: 50 },
      { protocol: 'malformed', cause: 'snapshot', start: 50, end: 50 },
    ])
  })

  it('by the snapshot length inside of a quoted packet', () => {
    const layers = decode(FIXTURES['icmp-port-unreachable'].slice(0, 50), 102)
    expect(layers.slice(2)).toMatchObject([
      {
        protocol: 'icmp',
        checksumStatus: 'unverified',
        quoted: [{ protocol: 'malformed', cause: 'snapshot', start: 42, end: 50 }],
      },
      { protocol: 'malformed', cause: 'snapshot', start: 50, end: 50 },
    ])
  })

  it('although the sender promised them', () => {
    expect(decode(syn.slice(0, 54)).slice(1)).toMatchObject([
      CLIENT_TO_VIP,
      { protocol: 'tcp-start', start: 34, end: 54 },
      {
        protocol: 'malformed',
        cause: 'short',
        reason: 'IPv4 total length promises 20 octets more than there are',
      },
    ])
  })
})

describe('headers that cannot be true', () => {
  const patched = (name: FixtureName, at: number, ...octets: number[]) => {
    const bytes = FIXTURES[name].slice()
    bytes.set(octets, at)
    return decode(bytes)
  }

  it.each([
    ['IPv4 of version 5', 'tcp-syn', 14, [0x55], 'IPv4 header has version 5', 14],
    ['an IPv4 header of 16 octets', 'tcp-syn', 14, [0x44], 'IPv4 header length is 16 octets, below 20', 14],
    [
      'an IPv4 total length of 8',
      'tcp-syn',
      16,
      [0, 8],
      "IPv4 total length is 8 octets, below the header's 20",
      14,
    ],
    ['a TCP header of 12 octets', 'tcp-syn', 46, [0x30], 'TCP data offset is 12 octets, below 20', 34],
    ['a UDP length of 3', 'udp-no-checksum', 38, [0, 3], "UDP length is 3 octets, below the header's 8", 34],
    ['ARP for other hardware', 'arp-request', 14, [0, 6], 'ARP is not for IPv4 over Ethernet', 14],
    ['GRE of version 1', 'gre', 35, [1], 'GRE version 1 is not understood', 34],
    ['GRE with source routes', 'gre', 34, [0x40], 'GRE source routes (RFC 1701) are not understood', 34],
    ['GUE of variant 1', 'gue', 42, [0x45], 'GUE variant 1 is not understood', 42],
    ['VRRP of version 7', 'vrrp-v2', 34, [0x71], 'VRRP version 7 is not understood', 34],
    ['IPv6 of version 4', 'ipv6-tcp', 14, [0x40], 'IPv6 header has version 4', 14],
    ['a foreign frame with the sentinel EtherType', 'sentinel', 14, [0x4c], 'no sentinel of a lab', 14],
  ] as const)('%s', (_title, name, at, octets, reason, start) => {
    const last = patched(name, at, ...octets).at(-1)
    expect(last).toMatchObject({
      protocol: 'malformed',
      cause: 'invalid',
      reason,
      start,
      end: FIXTURES[name].length,
    })
  })

  it('a TCP option longer than the header', () => {
    expect(patched('tcp-syn', 55, 41)[2]).toMatchObject({
      options: [
        {
          kind: 'malformed',
          start: 54,
          end: 74,
          reason: 'option 2 does not fit the 20 octets that are left',
        },
      ],
    })
  })

  it('a TCP option one octet longer than the header', () => {
    expect(patched('tcp-syn', 72, 4)[2]).toMatchObject({
      options: [{}, {}, {}, {}, { kind: 'malformed', start: 71, end: 74 }],
    })
  })

  it('an IPv4 option of length 1', () => {
    expect(patched('ipv4-record-route', 36, 1)[1]).toMatchObject({
      options: [{ kind: 'no-operation' }, { kind: 'malformed', start: 35, end: 46 }],
    })
  })

  it('a neighbour discovery option of length 0', () => {
    expect(patched('nd-solicitation', 79, 0)[2]).toMatchObject({
      neighbourDiscovery: { options: [{ kind: 'malformed', start: 78, end: 86 }] },
    })
  })

  it('a VRRP message with fewer addresses than it counts', () => {
    expect(patched('vrrp-v3', 37, 9)[2]).toMatchObject({
      protocol: 'malformed',
      cause: 'short',
      reason: 'VRRP message needs 44 octets, 12 are there',
    })
  })

  it('errors that quote errors, as deep as a datagram can hold', () => {
    const quoting = frame('45000000 00000000 4001 0000 0a000001 0a000002 0b00 0000 00000000')
    const depth = Math.floor(65535 / quoting.length)
    const bytes = new Uint8Array(depth * quoting.length)
    for (let level = 0; level < depth; level++) {
      bytes.set(quoting, level * quoting.length)
      new DataView(bytes.buffer).setUint16(level * quoting.length + 2, bytes.length - level * quoting.length)
    }
    const layers = decode(bytes, bytes.length, LINK_RAW_IP)
    expect(layers.map(({ protocol, end }) => [protocol, end])).toEqual([
      ['ipv4', 20],
      ['icmp', bytes.length],
    ])
  })
})
