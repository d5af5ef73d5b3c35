import { describe, expect, test } from 'vitest'
import { PcapStream, type StreamedFrame } from '../../src/wire/pcap-stream.ts'

/** A stream as tcpdump writes it: two frames, the second cut at 4 octets. */
function stream(): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b23c4d, 0)
  header.writeUInt32LE(101, 20)
  return Buffer.concat([header, record(7, 8, [1, 2, 3], 3), record(9, 999_999_999, [4, 5, 6, 7], 1500)])
}

function record(seconds: number, nanoseconds: number, octets: number[], length: number): Buffer {
  const header = Buffer.alloc(16)
  for (const [index, value] of [seconds, nanoseconds, octets.length, length].entries())
    header.writeUInt32LE(value, 4 * index)
  return Buffer.concat([header, Buffer.from(octets)])
}

const FRAMES: StreamedFrame[] = [
  { seconds: 7, nanoseconds: 8, bytes: Uint8Array.of(1, 2, 3), originalLength: 3 },
  { seconds: 9, nanoseconds: 999_999_999, bytes: Uint8Array.of(4, 5, 6, 7), originalLength: 1500 },
]

describe('a pcap stream', () => {
  test.each([1, 2, 7, 23, 25, 1000])('is read in pieces of %i octets', (size) => {
    const heard: unknown[] = []
    const reader = new PcapStream(
      (linkType) => heard.push(linkType),
      (frame) => heard.push(frame),
    )
    const all = stream()
    for (let at = 0; at < all.length; at += size) reader.push(all.subarray(at, at + size))
    expect(heard).toEqual([101, ...FRAMES])
  })

  test('that is none is a bug of whoever made it', () => {
    const reader = new PcapStream(
      () => {},
      () => {},
    )
    expect(() => reader.push(Buffer.alloc(24))).toThrow('not a pcap stream')
  })
})
