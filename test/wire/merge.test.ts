import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadFrames } from '../../src/wire/frames.ts'
import { type MergeOptions, mergeCaptures } from '../../src/wire/merge.ts'
import { LINK_COOKED, LINK_RAW_IP } from '../../src/wire/numbers.ts'
import { join8, type PcapFrame, type PcapShape, pcap, pcapng, scratchFolder } from './capture-files.ts'
import { cookedFrame, FIXTURES } from './fixtures.ts'

const SENTINEL = FIXTURES.sentinel

/** A small frame that can be told from others. */
const marked = (mark: number) => Uint8Array.from([...FIXTURES['arp-request'].slice(0, 41), mark])
const at = (seconds: number, fraction: number, mark: number): PcapFrame => ({
  seconds,
  fraction,
  bytes: marked(mark),
})

/** Writes capture files and merges them. */
function merge(files: Record<string, Uint8Array>, options?: MergeOptions) {
  const folder = scratchFolder()
  const list = Object.entries(files).map(([point, bytes]) => {
    const path = join(folder, `${point}.pcap`)
    writeFileSync(path, bytes)
    return { point, path }
  })
  const out = join(folder, 'merged.pcapng')
  return { result: mergeCaptures(list, out, options), out }
}

function marksOf(path: string): string[] {
  const loaded = loadFrames(path)
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.frames.map(({ point, bytes }) => `${point} ${bytes[41]}`)
}

const nanoseconds: PcapShape = { nanoseconds: true }

describe('mergeCaptures', () => {
  it('orders by time, then, where nobody says more, by the list and as captured', () => {
    const { result, out } = merge({
      'client:eth0': pcap([at(10, 5, 1), at(10, 5, 2), at(11, 0, 3)], nanoseconds),
      'rs1:eth0': pcap([at(10, 4, 4), at(10, 5, 5), at(12, 0, 6)], nanoseconds),
    })
    expect(marksOf(out)).toEqual([
      'rs1:eth0 4',
      'client:eth0 1',
      'client:eth0 2',
      'rs1:eth0 5',
      'client:eth0 3',
      'rs1:eth0 6',
    ])
    expect(result).toEqual({
      ok: true,
      points: [
        { point: 'client:eth0', frames: 3, sentinels: [] },
        { point: 'rs1:eth0', frames: 3, sentinels: [] },
      ],
    })
  })

  it('asks how frames of one time and several points are ordered', () => {
    const asked: string[][] = []
    const order: MergeOptions['order'] = (frames) => {
      asked.push(frames.map(({ point, bytes }) => `${point} ${bytes[41]}`))
      return frames.toReversed()
    }
    const { out } = merge(
      {
        'client:eth0': pcap([at(9, 0, 1), at(10, 5, 2), at(10, 5, 3)], nanoseconds),
        'rs1:eth0': pcap([at(10, 5, 4), at(12, 0, 5)], nanoseconds),
      },
      { order },
    )
    expect(asked).toEqual([['client:eth0 2', 'client:eth0 3', 'rs1:eth0 4']])
    expect(marksOf(out)).toEqual([
      'client:eth0 1',
      'rs1:eth0 4',
      'client:eth0 3',
      'client:eth0 2',
      'rs1:eth0 5',
    ])
  })

  it('keeps times, original lengths and link types, whatever the formats', () => {
    const raw = FIXTURES['tcp-syn'].slice(14)
    const { out } = merge({
      'client:eth0': pcap([{ seconds: 5, fraction: 7, bytes: marked(1), originalLength: 60 }], {
        little: false,
      }),
      'rs1:tunl0': pcap([{ seconds: 5, fraction: 8, bytes: raw }], { nanoseconds: true, linkType: 101 }),
    })
    expect(loadFrames(out)).toMatchObject({
      ok: true,
      origin: 5_000_000_008n,
      frames: [
        { id: 1, point: 'rs1:tunl0', time: 0, bytes: raw, originalLength: 60, linkType: 101 },
        { id: 2, point: 'client:eth0', time: 6992, bytes: marked(1), originalLength: 60, linkType: 1 },
      ],
    })
  })

  it('leaves out sentinels, and reports their tokens', () => {
    const frames = [
      { seconds: 1, fraction: 0, bytes: SENTINEL },
      at(2, 0, 7),
      { seconds: 3, fraction: 0, bytes: SENTINEL },
    ]
    const { result, out } = merge({ 'client:eth0': pcap(frames), 'rs1:eth0': pcap([]) })
    expect(marksOf(out)).toEqual(['client:eth0 7'])
    expect(result).toMatchObject({
      points: [
        { frames: 1, sentinels: ['7f3a-start', '7f3a-start'] },
        { frames: 0, sentinels: [] },
      ],
    })
  })

  it('knows the sentinels of tunnels', () => {
    const text = SENTINEL.slice(14)
    const raw = pcap([{ seconds: 1, fraction: 0, bytes: text }], { linkType: LINK_RAW_IP })
    const cooked = pcap([{ seconds: 1, fraction: 0, bytes: cookedFrame(0x88b5, text) }], {
      linkType: LINK_COOKED,
    })
    const { result } = merge({ 'rs1:tunl0': raw, 'rs2:gre0': cooked })
    const sentinels = ['7f3a-start']
    expect(result).toMatchObject({
      points: [
        { frames: 0, sentinels },
        { frames: 0, sentinels },
      ],
    })
  })

  it('ends with the first closing sentinel, at whichever point', () => {
    const closing = { seconds: 3, fraction: 0, bytes: SENTINEL }
    const late = { seconds: 5, fraction: 0, bytes: SENTINEL }
    const { result, out } = merge(
      {
        'client:eth0': pcap([at(1, 0, 1), at(4, 0, 2), late]),
        'rs1:eth0': pcap([at(2, 0, 3), closing, at(6, 0, 4)]),
      },
      { closing: '7f3a-start' },
    )
    expect(marksOf(out)).toEqual(['client:eth0 1', 'rs1:eth0 3'])
    const sentinels = ['7f3a-start']
    expect(result).toMatchObject({
      points: [
        { frames: 1, sentinels },
        { frames: 1, sentinels },
      ],
    })
  })

  it('merges more than its buffers hold', () => {
    const big = Uint8Array.from({ length: 60_000 }, (_, index) => index)
    const frames = Array.from({ length: 40 }, (_, index) => ({ seconds: index, fraction: 0, bytes: big }))
    const { result, out } = merge({ 'a:eth0': pcap(frames), 'b:eth0': pcap(frames) })
    expect(result).toMatchObject({ ok: true, points: [{ frames: 40 }, { frames: 40 }] })
    const loaded = loadFrames(out)
    expect(loaded.ok && loaded.frames.every(({ bytes }) => Buffer.compare(bytes, big) === 0)).toBe(true)
  })

  it.each([
    ['cut', (bytes: Uint8Array) => bytes.slice(0, -1), 'cut'],
    ['empty', () => new Uint8Array(), 'empty'],
    ['not a capture', () => new TextEncoder().encode('hello'), 'not-a-capture'],
    ['damaged', (bytes: Uint8Array) => bytes.with(24 + 16 + 42 + 11, 0x7f), 'bad-record'],
  ])('leaves nothing behind when a file is %s', (_what, spoil, kind) => {
    const good = pcap([at(1, 0, 1), at(2, 0, 2)])
    const { result, out } = merge({ 'client:eth0': good, 'rs1:eth0': spoil(good) })
    expect(result).toMatchObject({ ok: false, error: { kind, path: expect.stringContaining('rs1:eth0') } })
    expect(existsSync(out)).toBe(false)
  })

  it('refuses a file with frames of several interfaces', () => {
    const make = pcapng(true)
    const both = [make.interface(1), make.interface(1), make.enhanced(1, 1n, marked(1))]
    const { result, out } = merge({ 'client:eth0': join8(make.section(), ...both) })
    expect(result).toMatchObject({ ok: false, error: { kind: 'several-interfaces' } })
    expect(existsSync(out)).toBe(false)
  })

  it('says that it cannot write', () => {
    const folder = scratchFolder()
    const path = join(folder, 'in.pcap')
    writeFileSync(path, pcap([at(1, 0, 1)]))
    expect(mergeCaptures([{ point: 'x:eth0', path }], join(folder, 'no', 'out.pcapng'))).toMatchObject({
      ok: false,
      error: { kind: 'unwritable', remedy: expect.stringContaining('permissions') },
    })
  })
})

describe('loadFrames', () => {
  it('hands on why a capture cannot be read', () => {
    expect(loadFrames('/nowhere/capture.pcapng')).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
  })

  it('of a capture without frames has origin 0', () => {
    const { out } = merge({ 'client:eth0': pcap([]) })
    expect(loadFrames(out)).toEqual({ ok: true, frames: [], origin: 0n })
  })
})
