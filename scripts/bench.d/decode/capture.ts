import { fileURLToPath } from 'node:url'
import { loadFrames } from '../../../src/wire/frames.ts'
import { PcapngWriter } from '../../../src/wire/pcapng-writer.ts'
import type { Frame } from '../../../src/wire/types.ts'

/** Offsets in an untagged Ethernet frame with IPv4 and TCP, in octets. */
const IP_ID = 18
const PROTOCOL = 23
const SOURCE_PORT = 34
const DESTINATION_PORT = 36
const SEQUENCE = 38
const ACKNOWLEDGEMENT = 42

/**
 * Writes `count` frames: the TCP packets of a real run of the DR lab (recorded.pcapng, four capture points) over
 * and over, each time later, from other ports and with other sequence numbers and IP ids, so that each time they
 * are other packets.
 */
export function writeCapture(path: string, count: number): void {
  const recorded = loadFrames(fileURLToPath(new URL('recorded.pcapng', import.meta.url)))
  if (!recorded.ok) throw new Error(recorded.error.message)
  const frames = recorded.frames.filter(
    ({ bytes }) => bytes[12] === 8 && bytes[13] === 0 && bytes[PROTOCOL] === 6,
  )
  const points = [...new Set(frames.map(({ point }) => point))]
  const writer = new PcapngWriter(
    path,
    points.map((name) => ({ name, linkType: 1 })),
  )
  const length = (frames.at(-1)?.time ?? 0) + 1e6
  for (let index = 0; index < count; index++) {
    const frame = frames[index % frames.length] as Frame
    const round = Math.floor(index / frames.length)
    const time = frame.time + round * length
    const bytes = asOf(round, frame.bytes)
    const seconds = Math.floor(time / 1e9)
    writer.write(
      points.indexOf(frame.point),
      seconds,
      time % 1e9,
      bytes,
      0,
      bytes.length,
      frame.originalLength,
    )
  }
  const error = writer.close()
  if (error) throw error
}

/** The same frame of another round. Checksums are left as they are: neither side verifies them by default. */
function asOf(round: number, original: Uint8Array): Uint8Array {
  const bytes = original.slice()
  const view = new DataView(bytes.buffer)
  const fromClient = view.getUint16(SOURCE_PORT) > 1024
  const port = fromClient ? SOURCE_PORT : DESTINATION_PORT
  view.setUint16(port, 2000 + ((view.getUint16(port) + round * 7) % 60_000))
  view.setUint16(IP_ID, (view.getUint16(IP_ID) + round * 5) & 0xffff)
  view.setUint32(SEQUENCE, (view.getUint32(SEQUENCE) + round * 100_003) >>> 0)
  view.setUint32(ACKNOWLEDGEMENT, (view.getUint32(ACKNOWLEDGEMENT) + round * 100_003) >>> 0)
  return bytes
}
