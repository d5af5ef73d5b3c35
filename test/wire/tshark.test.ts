import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/wire/decode.ts'
import { decodeFrame } from '../../src/wire/frames.ts'
import type { Layer } from '../../src/wire/layer.ts'
import { LINK_COOKED, LINK_ETHERNET, LINK_RAW_IP } from '../../src/wire/numbers.ts'
import { PcapngWriter } from '../../src/wire/pcapng-writer.ts'
import type { Frame } from '../../src/wire/types.ts'
import { compareWithTshark, findTshark, type Tshark } from '../support/tshark.ts'
import { scratchFolder } from './capture-files.ts'
import { cookedFrame, FIXTURE_NAMES, FIXTURES } from './fixtures.ts'

const tshark = findTshark()
const title = tshark ? 'tshark' : 'tshark (skipped: neither LVSLAB_TSHARK nor PATH leads to one)'

/** Where they stand in `tcp-syn`. */
const TCP_ACKNOWLEDGEMENT = 14 + 20 + 8
const TCP_CHECKSUM = 14 + 20 + 16

/** A capture with every fixture, alternating between two points; IPv4 and IPv6 once more without Ethernet. */
function writeFixtures(path: string): void {
  const points = [
    { name: 'client:eth0' },
    { name: 'director:eth0' },
    { name: 'rs1:tunl0', linkType: LINK_RAW_IP },
    { name: 'rs1:gre0', linkType: LINK_COOKED },
  ]
  const writer = new PcapngWriter(path, points)
  for (const [index, name] of FIXTURE_NAMES.entries()) {
    const bytes = FIXTURES[name]
    writer.write(index % 2, 1_700_000_000, index, bytes, 0, bytes.length, bytes.length, name)
  }
  for (const name of ['tcp-syn', 'ipv6-tcp'] as const) {
    const bytes = FIXTURES[name].slice(14)
    writer.write(2, 1_700_000_001, 999_999_999, bytes, 0, bytes.length, bytes.length, name)
  }
  const bytes = cookedFrame(0x0800, FIXTURES['tcp-syn'].slice(14))
  writer.write(3, 1_700_000_002, 0, bytes, 0, bytes.length, bytes.length, 'tcp-syn')
  writer.close()
}

function writeOne(bytes: Uint8Array, originalLength = bytes.length): string {
  const path = join(scratchFolder(), 'one.pcapng')
  const writer = new PcapngWriter(path, [{ name: 'client:eth0', linkType: LINK_ETHERNET }])
  writer.write(0, 1, 0, bytes, 0, bytes.length, originalLength)
  writer.close()
  return path
}

describe.skipIf(!tshark)(title, () => {
  it('agrees with us on every field of every kind of frame', async () => {
    const path = join(scratchFolder(), 'fixtures.pcapng')
    writeFixtures(path)
    expect(await compareWithTshark(path, tshark as Tshark)).toEqual([])
  })

  it('agrees with us on the whole headers of a frame that the snapshot length cut', async () => {
    expect(
      await compareWithTshark(writeOne(FIXTURES['tcp-data'].slice(0, 68), 84), tshark as Tshark),
    ).toEqual([])
  })

  it.each([
    ['tcp-syn', 'ipv4', { ttl: 63 }, 'ip.ttl', '63', '64'],
    ['tcp-syn', 'ipv4', { checksumStatus: 'bad' }, 'ip.checksum.status', '0', '1'],
    ['tcp-syn', 'tcp', { flags: 0x12 }, 'tcp.flags', '18', '2'],
    ['tcp-syn', 'tcp', { options: [] }, 'tcp.options.mss_val', '', '1460'],
    ['vlan', 'vlan', { id: 11 }, 'vlan.id', '11', '10'],
    ['arp-request', 'arp', { targetIp: '10.0.0.101' }, 'arp.dst.proto_ipv4', '10.0.0.101', '10.0.0.100'],
    ['icmpv6-too-big', 'icmpv6', { mtu: 1281 }, 'icmpv6.mtu', '1281', '1280'],
    ['vrrp-v3', 'vrrp', { routerId: 9 }, 'vrrp.virt_rtr_id', '9', '52'],
    ['dns-referral', 'dns', { authorityRecords: 0 }, 'dns.count.auth_rr', '0', '1'],
    ['gre-all-fields', 'gre', { key: 1 }, 'gre.key', '1', '3405691582'],
    ['gue', 'tcp', { sourcePort: 1 }, 'tcp.srcport', '1', '40000'],
  ] as const)('would notice if we misread %s', async (name, protocol, misread, field, ours, theirs) => {
    const decoder = (frame: Frame) =>
      decodeFrame(frame).map((layer) =>
        layer.protocol === protocol ? ({ ...layer, ...misread } as Layer) : layer,
      )
    const differences = await compareWithTshark(writeOne(FIXTURES[name]), tshark as Tshark, decoder)
    expect(differences).toContainEqual({ frame: 1, field, ours, theirs })
  })

  it('calls a checksum of 0xffff bad, where one of 0 would be right: we do not hold it to that', async () => {
    const bytes = FIXTURES['tcp-syn'].slice()
    bytes.copyWithin(TCP_ACKNOWLEDGEMENT + 2, TCP_CHECKSUM, TCP_CHECKSUM + 2)
    bytes.fill(0xff, TCP_CHECKSUM, TCP_CHECKSUM + 2)
    const tcp = decode(bytes, bytes.length).find((layer) => layer.protocol === 'tcp')
    expect(tcp).toMatchObject({ checksum: 0xffff, checksumStatus: 'good' })
    expect(await compareWithTshark(writeOne(bytes), tshark as Tshark)).toEqual([])
  })

  it('would notice if we left out a layer', async () => {
    const decoder = (frame: Frame) => decodeFrame(frame).filter((layer) => layer.protocol !== 'vlan')
    const differences = await compareWithTshark(writeOne(FIXTURES.vlan), tshark as Tshark, decoder)
    expect(differences).toContainEqual({ frame: 1, field: 'vlan.id', ours: '', theirs: '10' })
  })

  it('refuses a capture that it cannot read', async () => {
    await expect(compareWithTshark('/nowhere.pcapng', tshark as Tshark)).rejects.toThrow('ENOENT')
  })
})
