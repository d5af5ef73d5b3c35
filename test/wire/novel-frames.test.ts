import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/wire/decode.ts'
import { decodeFrame } from '../../src/wire/frames.ts'
import type { Layer } from '../../src/wire/layer.ts'
import { PcapngWriter } from '../../src/wire/pcapng-writer.ts'
import type { Frame } from '../../src/wire/types.ts'
import { FrameKinds } from '../support/frame-kinds.ts'
import { compareNovel } from '../support/novel-frames.ts'
import { findTshark, type Tshark } from '../support/tshark.ts'
import { scratchFolder } from './capture-files.ts'
import { FIXTURE_NAMES, FIXTURES, type FixtureName } from './fixtures.ts'

const IPV4 = 14
const TCP = IPV4 + 20

/** Whether a frame is of a new kind once others are known. */
function isNew(bytes: Uint8Array, known: readonly Uint8Array[], originalLength = bytes.length): boolean {
  const kinds = new FrameKinds()
  const frameOf = (octets: Uint8Array, length: number): Frame => {
    return { id: 1, point: 'client:eth0', time: 0, bytes: octets, originalLength: length, linkType: 1 }
  }
  for (const one of known) kinds.isNew(frameOf(one, one.length), decode(one, one.length))
  return kinds.isNew(frameOf(bytes, originalLength), decode(bytes, originalLength))
}

function changed(name: FixtureName, at: number, ...octets: readonly number[]): Uint8Array {
  const bytes = FIXTURES[name].slice()
  bytes.set(octets, at)
  return bytes
}

/** A gratuitous request differs from any other in nothing but its addresses. */
const KINDS = FIXTURE_NAMES.filter((name) => name !== 'arp-gratuitous')

describe('of a new kind', () => {
  it.each(KINDS)('is %s among all others', (name) => {
    const others = KINDS.filter((one) => one !== name).map((one) => FIXTURES[one])
    expect(isNew(FIXTURES[name], others)).toBe(true)
  })

  it.each([
    ['another flag', changed('tcp-data', TCP + 13, 0x11)],
    ['an option that is not decoded', changed('tcp-syn', TCP + 22, 254)],
    ['a wrong checksum', changed('tcp-data', TCP + 16, 0)],
    ['a checksum of 0xffff', changed('tcp-data', TCP + 16, 0xff, 0xff)],
    ['a sequence number without its first bit', changed('tcp-data', TCP + 4, 0x09)],
    ['another TTL', changed('tcp-data', IPV4 + 8, 1)],
  ])('is a frame with %s', (_, bytes) => {
    expect(isNew(bytes, [FIXTURES['tcp-data'], FIXTURES['tcp-syn']])).toBe(true)
  })

  it('is a frame that the snapshot length cut', () => {
    const whole = FIXTURES['tcp-data']
    expect(isNew(whole.slice(0, 70), [whole, whole.slice(0, 70)], whole.length)).toBe(true)
  })

  it.each([
    ['the same', FIXTURES['tcp-data']],
    ['from another MAC address', changed('tcp-data', 6, 2, 9, 9, 9, 9, 9)],
    [
      'from another port, with the same checksum',
      changed('tcp-data', TCP, 0x9c, 0x41, 0, 0x50, 0x89, 0xab, 0xcd, 0xef),
    ],
  ])('is not a frame that is %s', (_, bytes) => {
    expect(isNew(bytes, [FIXTURES['tcp-data']])).toBe(false)
  })
})

const tshark = findTshark()
const title = tshark ? 'tshark' : 'tshark (skipped: neither LVSLAB_TSHARK nor PATH leads to one)'

/** A capture of these frames at two points in turn. */
function captureOf(...names: readonly FixtureName[]): string {
  const path = join(scratchFolder(), 'capture.pcapng')
  const writer = new PcapngWriter(path, [{ name: 'client:eth0' }, { name: 'rs1:eth0' }])
  for (const [index, name] of names.entries()) {
    const bytes = FIXTURES[name]
    writer.write(index % 2, 1_700_000_000, index, bytes, 0, bytes.length, bytes.length)
  }
  writer.close()
  return path
}

describe.skipIf(!tshark)(title, () => {
  const compare = (captures: readonly string[], decoder = decodeFrame) =>
    compareNovel(captures, scratchFolder(), tshark as Tshark, decoder)

  const misread = (protocol: Layer['protocol'], fields: object) => (frame: Frame) =>
    decodeFrame(frame).map((layer) =>
      layer.protocol === protocol ? ({ ...layer, ...fields } as Layer) : layer,
    )

  it('agrees with us on what is new in each capture', async () => {
    expect(await compare(FIXTURE_NAMES.map((name) => captureOf('tcp-syn', name)))).toEqual([])
  })

  it('would notice if we misread any frame of the first', async () => {
    const path = captureOf('vlan', 'vlan')
    const difference = { capture: path, field: 'vlan.id', ours: '11', theirs: '10' }
    expect(await compare([path], misread('vlan', { id: 11 }))).toEqual([
      { ...difference, frame: 1 },
      { ...difference, frame: 2 },
    ])
  })

  it('would notice if we misread a new kind in another, and says where it is', async () => {
    const paths = [
      captureOf('tcp-syn'),
      captureOf('tcp-syn', 'tcp-syn'),
      captureOf('tcp-syn', 'tcp-syn', 'vlan'),
    ]
    expect(await compare(paths, misread('vlan', { id: 11 }))).toEqual([
      { capture: paths[2], frame: 3, field: 'vlan.id', ours: '11', theirs: '10' },
    ])
  })

  it('refuses a capture that it cannot read', async () => {
    await expect(compare([captureOf('tcp-syn'), '/nowhere.pcapng'])).rejects.toThrow('ENOENT')
  })
})
