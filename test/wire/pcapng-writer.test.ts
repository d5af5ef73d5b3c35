import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAXIMUM_FRAME } from '../../src/wire/capture-cursor.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import { PcapngWriter } from '../../src/wire/pcapng-writer.ts'
import { join8, pcapng, scratchFolder } from './capture-files.ts'
import { FIXTURES } from './fixtures.ts'

const ARP = FIXTURES['arp-request']

describe('PcapngWriter', () => {
  it('writes exactly the blocks of the specification', () => {
    const path = join(scratchFolder(), 'out.pcapng')
    const writer = new PcapngWriter(path, [{ name: 'client:eth0' }])
    writer.write(0, 1_700_000_000, 123_456_789, ARP, 0, 42, 60)
    expect(writer.close()).toBeUndefined()
    const make = pcapng(true)
    const text = (value: string) => new TextEncoder().encode(value)
    const section = join8(
      ...[make.u32(0x1a2b3c4d), make.u16(1), make.u16(0), make.u32(0xffffffff), make.u32(0xffffffff)],
      ...[make.option(4, text('lvslab')), make.u32(0)],
    )
    const expected = join8(
      make.block(0x0a0d0d0a, section),
      make.interface(1, make.option(2, text('client:eth0')), make.option(9, Uint8Array.of(9))),
      make.enhanced(0, 1_700_000_000_123_456_789n, ARP, 60),
    )
    expect(new Uint8Array(readFileSync(path))).toEqual(expected)
  })

  it('appends a comment to a frame', () => {
    const path = join(scratchFolder(), 'out.pcapng')
    const writer = new PcapngWriter(path, [{ name: 'x:eth0' }])
    writer.write(0, 1, 0, ARP, 0, 42, 42, 'SYN, hop 1')
    writer.close()
    const make = pcapng(true)
    const comment = join8(make.option(1, new TextEncoder().encode('SYN, hop 1')), make.u32(0))
    expect(readFileSync(path).includes(Buffer.from(comment))).toBe(true)
    expect(loadFrames(path)).toMatchObject({ ok: true, frames: [{ bytes: ARP }] })
  })

  it('gives back what it was given', () => {
    const folder = scratchFolder()
    const anyFrame = fc.record({
      point: fc.integer({ min: 0, max: 2 }),
      seconds: fc.integer({ min: 0, max: 9_000_000 }),
      nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
      bytes: fc.uint8Array({ maxLength: 1600, size: 'max' }),
      missing: fc.integer({ min: 0, max: 9000 }),
      comment: fc.option(fc.string(), { nil: undefined }),
    })
    const points = [{ name: 'client:eth0' }, { name: 'rs1:tunl0', linkType: 101 }, { name: 'ünïcode:eth0' }]
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 40, size: 'max' }),
        fc.nat(2 ** 32 - 1e7),
        (frames, epoch) => {
          const path = join(folder, 'round.pcapng')
          const writer = new PcapngWriter(path, points)
          for (const { point, seconds, nanoseconds, bytes, missing, comment } of frames) {
            const room = join8(Uint8Array.of(1, 2, 3), bytes)
            const original = bytes.length + missing
            writer.write(point, epoch + seconds, nanoseconds, room, 3, bytes.length, original, comment)
          }
          expect(writer.close()).toBeUndefined()
          const nanosecondsOf = (one: { seconds: number; nanoseconds: number }) =>
            BigInt(epoch + one.seconds) * 1_000_000_000n + BigInt(one.nanoseconds)
          const origin = frames[0] ? nanosecondsOf(frames[0]) : 0n
          expect(loadFrames(path)).toEqual({
            ok: true,
            origin,
            frames: frames.map((frame, index) => ({
              id: index + 1,
              point: points[frame.point]?.name,
              time: Number(nanosecondsOf(frame) - origin),
              bytes: frame.bytes,
              originalLength: frame.bytes.length + frame.missing,
              linkType: frame.point === 1 ? 101 : 1,
            })),
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('takes the largest frame that there is', () => {
    const path = join(scratchFolder(), 'out.pcapng')
    const writer = new PcapngWriter(path, [{ name: 'x:eth0' }])
    const largest = new Uint8Array(MAXIMUM_FRAME).fill(7)
    for (const bytes of [ARP, largest, ARP]) writer.write(0, 1, 0, bytes, 0, bytes.length, bytes.length)
    expect(writer.close()).toBeUndefined()
    const loaded = loadFrames(path)
    expect(loaded.ok && loaded.frames.map(({ bytes }) => bytes.length)).toEqual([42, MAXIMUM_FRAME, 42])
  })

  it('says that it could not open its file', () => {
    const writer = new PcapngWriter('/nowhere/out.pcapng', [{ name: 'x:eth0' }])
    writer.write(0, 1, 0, ARP, 0, 42, 42)
    expect(writer.close()?.message).toContain('ENOENT')
  })

  it('says that its file is full', () => {
    const writer = new PcapngWriter('/dev/full', [{ name: 'x:eth0' }])
    for (let index = 0; index < 10_000; index++) writer.write(0, 1, 0, ARP, 0, 42, 42)
    expect(writer.close()?.message).toContain('ENOSPC')
  })
})
