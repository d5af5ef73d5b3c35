import { loadFrames } from '../../../src/wire/frames.ts'
import { PcapngWriter } from '../../../src/wire/pcapng-writer.ts'
import type { Frame } from '../../../src/wire/types.ts'
import { isTcp, shift } from './shift.ts'

/** What one run of the dr lab captured, at four points. */
const RECORDED = new URL('dr.pcapng', import.meta.url).pathname

/** From frame to frame; a busy lab has 10,000 frames a second. */
const NANOSECONDS = 100_000

/**
 * Writes a capture of so many frames: a recorded run over and over, each time as other connections, with the
 * ports, numbers and checksums that go with it. ARP is in the first run only, as neighbours are known afterwards.
 * The same octets every time.
 */
export function writeCapture(path: string, frames: number): void {
  const loaded = loadFrames(RECORDED)
  if (!loaded.ok) throw new Error(loaded.error.message)
  const points = [...new Set(loaded.frames.map(({ point }) => point))]
  const writer = new PcapngWriter(
    path,
    points.map((name) => ({ name })),
  )
  let written = 0
  for (let run = 0; written < frames; run++) {
    const current = run === 0 ? loaded.frames : loaded.frames.filter(isTcp)
    for (const frame of current.slice(0, frames - written)) {
      write(writer, points.indexOf(frame.point), written++, frame, run)
    }
  }
  const error = writer.close()
  if (error) throw error
}

function write(writer: PcapngWriter, point: number, index: number, frame: Frame, run: number): void {
  const time = index * NANOSECONDS
  const bytes = shift(frame.bytes, run)
  writer.write(
    point,
    1_700_000_000 + Math.floor(time / 1e9),
    time % 1e9,
    bytes,
    0,
    bytes.length,
    bytes.length,
  )
}
