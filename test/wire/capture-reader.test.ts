import { writeFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaptureResult, openCapture, readCapture } from '../../src/wire/capture-reader.ts'
import { join8, pcap, pcapng, scratchFile, scratchFolder } from './capture-files.ts'
import { FIXTURES } from './fixtures.ts'

const SYN = FIXTURES['tcp-syn']
const ARP = FIXTURES['arp-request']

interface Read {
  readonly bytes: Uint8Array
  readonly originalLength: number
  readonly seconds: number
  readonly nanoseconds: number
  readonly index: number
}

/** Everything that the reader says of a file. */
function readAll(path: string): { result: CaptureResult; frames: Read[] } {
  const frames: Read[] = []
  const result = readCapture(path, (buffer, start, length, originalLength, seconds, nanoseconds, index) => {
    frames.push({ bytes: buffer.slice(start, start + length), originalLength, seconds, nanoseconds, index })
  })
  return { result, frames }
}

const readBytes = (bytes: Uint8Array) => readAll(scratchFile(bytes))

describe('classic pcap', () => {
  it.each([
    ['little-endian, microseconds', { little: true, nanoseconds: false }, 123000],
    ['big-endian, microseconds', { little: false, nanoseconds: false }, 123000],
    ['little-endian, nanoseconds', { little: true, nanoseconds: true }, 123],
    ['big-endian, nanoseconds', { little: false, nanoseconds: true }, 123],
  ])('%s', (_title, shape, nanoseconds) => {
    const frames = [
      { seconds: 1_700_000_000, fraction: 123, bytes: SYN },
      { seconds: 0xffffffff, fraction: 0, bytes: ARP, originalLength: 60 },
      { seconds: 1, fraction: 0, bytes: new Uint8Array() },
    ]
    expect(readBytes(pcap(frames, { ...shape, linkType: 101 }))).toEqual({
      result: { ok: true, interfaces: [{ linkType: 101, snapLength: 262144 }], frames: 3 },
      frames: [
        { bytes: SYN, originalLength: 74, seconds: 1_700_000_000, nanoseconds, index: 0 },
        { bytes: ARP, originalLength: 60, seconds: 0xffffffff, nanoseconds: 0, index: 0 },
        { bytes: new Uint8Array(), originalLength: 0, seconds: 1, nanoseconds: 0, index: 0 },
      ],
    })
  })

  it('without a frame is a capture of nothing', () => {
    expect(readBytes(pcap([])).result).toMatchObject({ ok: true, frames: 0 })
  })
})

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('pcapng, %s', (_title, little) => {
  const make = pcapng(little)

  it('names interfaces, counts in their units, and skips what holds no frame', () => {
    const file = join8(
      make.section(),
      make.block(0x0bad, make.u32(1), make.u32(2)),
      make.interface(
        1,
        make.option(2, new TextEncoder().encode('rs1:eth0')),
        make.option(9, Uint8Array.of(9)),
      ),
      make.block(5, make.u32(0), make.u32(0), make.u32(0)),
      make.interface(101),
      make.enhanced(0, 1_700_000_000_123_456_789n, SYN),
      make.enhanced(1, 1_700_000_000_123_456n, ARP, 60),
    )
    expect(readBytes(file)).toMatchObject({
      result: {
        ok: true,
        interfaces: [{ name: 'rs1:eth0', linkType: 1 }, { linkType: 101 }],
        frames: 2,
      },
      frames: [
        { bytes: SYN, seconds: 1_700_000_000, nanoseconds: 123_456_789, index: 0 },
        { bytes: ARP, originalLength: 60, seconds: 1_700_000_000, nanoseconds: 123_456_000, index: 1 },
      ],
    })
  })

  it.each([
    ['seconds', 0, 1_700_000_000n, 0],
    ['milliseconds', 3, 1_700_000_000_999n, 999_000_000],
    ['picoseconds', 12, 10_000_000n * 10n ** 12n + 5_999_999n, 5999],
    ['2^-30 seconds', 0x80 | 30, (1_700_000_000n << 30n) | (1n << 29n), 500_000_000],
  ])('with timestamps in %s', (_unit, resolution, ticks, nanoseconds) => {
    const described = make.interface(1, make.option(9, Uint8Array.of(resolution)))
    const file = join8(make.section(), described, make.enhanced(0, ticks, ARP))
    expect(readBytes(file).frames).toMatchObject([
      { seconds: Number(ticks / perSecond(resolution)), nanoseconds },
    ])
  })

  it('with an offset of its clock', () => {
    const offset = join8(make.u32(little ? 3600 : 0), make.u32(little ? 0 : 3600))
    const file = join8(
      make.section(),
      make.interface(1, make.option(14, offset)),
      make.enhanced(0, 5_000_000n, ARP),
    )
    expect(readBytes(file).frames).toMatchObject([{ seconds: 3605, nanoseconds: 0 }])
  })

  it('with several sections, which number their interfaces anew', () => {
    const section = join8(make.section(), make.interface(1), make.enhanced(0, 1n, ARP))
    const other = pcapng(!little)
    const second = join8(other.section(), other.interface(101), other.enhanced(0, 2n, SYN))
    const { result, frames } = readBytes(join8(section, second))
    expect(result).toMatchObject({ ok: true, frames: 2, interfaces: [{ linkType: 1 }, { linkType: 101 }] })
    expect(frames.map(({ index }) => index)).toEqual([0, 1])
  })

  it('with simple and with obsolete packet blocks', () => {
    const simple = make.block(3, make.u32(ARP.length), ARP)
    const lengths = [make.u32(ARP.length), make.u32(60)]
    const obsolete = make.block(2, make.u16(0), make.u16(7), make.u32(0), make.u32(9), ...lengths, ARP)
    const { result, frames } = readBytes(join8(make.section(), make.interface(1), simple, obsolete))
    expect(result).toMatchObject({ ok: true, frames: 2 })
    expect(frames).toMatchObject([
      { bytes: ARP, originalLength: 42, seconds: 0, nanoseconds: 0 },
      { bytes: ARP, originalLength: 60, seconds: 0, nanoseconds: 9000 },
    ])
  })

  it.each([
    [
      'a block whose two lengths differ',
      [make.section().with(24, 0x55)],
      'record 1 at byte 0 ends with length',
    ],
    [
      'a section without byte order',
      [make.section().with(8, 0)],
      'record 1 at byte 0 is a section header without',
    ],
    [
      'a section of version 2',
      [make.section().with(little ? 12 : 13, 2)],
      'record 1 at byte 0 is of pcapng version 2',
    ],
    [
      'a frame of an interface that is not described',
      [make.section(), make.enhanced(0, 1n, ARP)],
      'record 2 at byte 28',
    ],
    [
      'timestamps of 10^-19',
      [make.section(), make.interface(1, make.option(9, Uint8Array.of(19)))],
      'record 2 at byte 28',
    ],
    [
      'a block of 13 octets',
      [make.section(), make.u32(7), make.u32(13), make.u32(0)],
      'record 2 at byte 28 claims a block of 13',
    ],
    [
      'a frame block of 1 GiB',
      [make.section(), make.u32(6), make.u32(0x40000000), make.u32(0)],
      'claims a block of 1073741824',
    ],
  ])('with %s is damaged', (_what, parts, words) => {
    const { result, frames } = readBytes(join8(...parts))
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'bad-record', message: expect.stringContaining(words) },
    })
    expect(frames).toEqual([])
  })

  it('with a frame longer than its block is damaged', () => {
    const lying = make.enhanced(0, 1n, ARP)
    lying.set(make.u32(ARP.length + 100), 20)
    const { result } = readBytes(join8(make.section(), make.interface(1), make.enhanced(0, 1n, SYN), lying))
    expect(result).toMatchObject({ ok: false, error: { kind: 'bad-record', frames: 1, record: 4 } })
  })

  it('with an endless unknown block is cut, however much is skipped', () => {
    const { result } = readBytes(
      join8(make.section(), make.u32(7), make.u32(0x7ffffffc), new Uint8Array(100_000)),
    )
    expect(result).toMatchObject({ ok: false, error: { kind: 'cut', record: 2, offset: 28 } })
    expect(!result.ok && result.error.message).toContain('ends after byte 100008 of record 2')
  })
})

function perSecond(resolution: number): bigint {
  return resolution & 0x80 ? 1n << BigInt(resolution & 0x7f) : 10n ** BigInt(resolution)
}

describe('a file that is no whole capture is an error', () => {
  it('when it is not there', () => {
    expect(readAll('/nowhere/x.pcap').result).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', message: expect.stringContaining('/nowhere/x.pcap: ENOENT') },
    })
  })

  it('when it is a folder', () => {
    expect(readAll(scratchFolder()).result).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
  })

  it('when it is empty', () => {
    expect(readBytes(new Uint8Array()).result).toMatchObject({
      ok: false,
      error: { kind: 'empty', frames: 0 },
    })
  })

  it.each([
    ['text', new TextEncoder().encode('title: LVS\n'), '74 69 74 6c'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0), '1f 8b 08 00'],
    ['three octets', Uint8Array.of(0xd4, 0xc3, 0xb2), 'd4 c3 b2'],
  ])('when it is %s', (_what, bytes, hex) => {
    const { result } = readBytes(bytes)
    expect(result).toMatchObject({ ok: false, error: { kind: 'not-a-capture' } })
    expect(!result.ok && result.error.message).toMatch(new RegExp(`it starts with ${hex}$`))
  })

  it('when a record of a pcap claims more than any frame has', () => {
    const bytes = pcap([
      { seconds: 1, fraction: 0, bytes: ARP },
      { seconds: 2, fraction: 0, bytes: ARP },
    ])
    bytes.set([0xff, 0xff, 0xff, 0x7f], 24 + 16 + 42 + 8)
    const { result, frames } = readBytes(bytes)
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'bad-record', record: 2, offset: 82, frames: 1 },
    })
    expect(!result.ok && result.error.message).toContain(
      'record 2 at byte 82 claims a frame of 2147483647 octets',
    )
    expect(frames).toHaveLength(1)
  })

  const frames = [ARP, SYN].map((bytes, index) => ({ seconds: index, fraction: 0, bytes }))
  const make = pcapng(true)
  const section = join8(make.section(), make.interface(1))
  const files = [
    ['pcap', pcap(frames), [24, 24 + 16 + 42, 24 + 16 + 42 + 16 + 74]],
    [
      'pcapng',
      join8(section, make.enhanced(0, 1n, ARP), make.enhanced(0, 2n, SYN)),
      [28, 48, 48 + 32 + 44, 48 + 32 + 44 + 32 + 76],
    ],
  ] as const

  it.each(files)('when a %s ends anywhere but between two records', (format, bytes, ends) => {
    const path = scratchFile(bytes)
    for (let length = 1; length < bytes.length; length++) {
      writeFileSync(path, bytes.slice(0, length))
      const { result, frames } = readAll(path)
      const whole = ends.filter((end) => end <= length)
      const isWhole = whole.at(-1) === length
      const start = whole.at(-1) ?? 0
      const count = Math.max(0, whole.length - (format === 'pcap' ? 1 : 2))
      expect(frames).toHaveLength(count)
      if (isWhole) expect(result).toMatchObject({ ok: true, frames: count })
      else if (length < 4) expect(result).toMatchObject({ ok: false, error: { kind: 'not-a-capture' } })
      else expect(result).toMatchObject({ ok: false, error: { kind: 'cut', offset: start, frames: count } })
    }
  })

  it('and says where it was cut, and what came before', () => {
    const { result } = readBytes(pcap(frames).slice(0, 110))
    expect(!result.ok && result.error.message.replace(/^.*: cut/, 'cut')).toBe(
      'cut in the middle: ends after byte 28 of record 2, which starts at byte 82 and needs 90; 1 whole frame before it',
    )
    expect(!result.ok && result.error.remedy).toContain('SIGTERM')
  })
})

describe('a buffer of any size', () => {
  it.each([16, 25, 64, 4096])('of %i octets shows the same frames', (size) => {
    const make = pcapng(true)
    const big = Uint8Array.from({ length: 5000 }, (_, index) => index)
    const frames = [ARP, big, SYN, ARP].map((bytes, seconds) => ({ seconds, fraction: 0, bytes }))
    const blocks = frames.map(({ bytes }) => make.enhanced(0, 1n, bytes))
    for (const file of [pcap(frames), join8(make.section(), make.interface(1), ...blocks)]) {
      const opened = openCapture(scratchFile(file), size)
      if (!opened.ok) throw new Error(opened.error.message)
      const { cursor } = opened
      const seen: Uint8Array[] = []
      while (cursor.next()) seen.push(cursor.buffer.slice(cursor.start, cursor.start + cursor.capturedLength))
      cursor.close()
      expect(cursor.error).toBeUndefined()
      expect(seen).toEqual([ARP, big, SYN, ARP])
    }
  })
})

describe('a file with octets changed', () => {
  const make = pcapng(true)
  const described = make.interface(
    1,
    make.option(2, new TextEncoder().encode('a:eth0')),
    make.option(9, Uint8Array.of(9)),
  )
  const files = [
    pcap([ARP, SYN, ARP].map((bytes, seconds) => ({ seconds, fraction: 0, bytes }))),
    join8(
      make.section(),
      described,
      make.enhanced(0, 1n, ARP),
      make.block(3, make.u32(ARP.length), ARP),
      make.section(),
    ),
  ]

  it('is a capture or an error, and the counts are of what was handed out', () => {
    const path = scratchFile(new Uint8Array())
    const anyChange = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(anyChange, { maxLength: 3 }), (file, changes) => {
        const bytes = file.slice()
        for (const [at, octet] of changes) bytes[at % bytes.length] = octet
        writeFileSync(path, bytes)
        const { result, frames } = readAll(path)
        expect(result.ok ? result.frames : result.error.frames).toBe(frames.length)
        for (const { seconds, nanoseconds } of frames)
          expect(Number.isInteger(seconds + nanoseconds)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
