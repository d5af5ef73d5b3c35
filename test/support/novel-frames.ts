import { join } from 'node:path'
import { decodeFrame, loadFrames } from '../../src/wire/frames.ts'
import { PcapngWriter } from '../../src/wire/pcapng-writer.ts'
import type { Frame } from '../../src/wire/types.ts'
import { FrameKinds } from './frame-kinds.ts'
import { compareWithTshark, type Decoder, type Difference, type Tshark } from './tshark.ts'

/** A difference in one of several captures. */
export interface DifferenceIn extends Difference {
  readonly capture: string
}

interface Novel {
  readonly capture: string
  readonly frame: Frame
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly time: bigint
}

/**
 * Compares captures that are much like each other with tshark: of the first every frame, of the others those that are
 * of a kind that none before them was.
 *
 * @param captures paths of capture files
 * @param folder takes a capture of the others' frames
 * @param decoder ours, unless the comparison itself is on trial
 */
export async function compareNovel(
  [first, ...others]: readonly string[],
  folder: string,
  tshark: Tshark,
  decoder: Decoder = decodeFrame,
): Promise<DifferenceIn[]> {
  if (first === undefined) return []
  const kinds = new FrameKinds()
  novelIn(first, kinds)
  const differences = await compareWithTshark(first, tshark, decoder)
  const novel = others.flatMap((path) => novelIn(path, kinds))
  const path = join(folder, 'novel.pcapng')
  if (novel.length > 0) write(novel, path)
  const later = novel.length > 0 ? await compareWithTshark(path, tshark, decoder) : []
  return [
    ...differences.map((one) => ({ ...one, capture: first })),
    ...later.map((one) => placed(one, novel)),
  ]
}

function novelIn(capture: string, kinds: FrameKinds): Novel[] {
  const loaded = loadFrames(capture)
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.frames
    .filter((frame) => kinds.isNew(frame, decodeFrame(frame)))
    .map((frame) => ({ capture, frame, time: loaded.origin + BigInt(frame.time) }))
}

function write(novel: readonly Novel[], path: string): void {
  const points = new Map(novel.map(({ frame }) => [pointOf(frame), frame]))
  const numbers = new Map([...points.keys()].map((point, index) => [point, index]))
  const writer = new PcapngWriter(
    path,
    [...points.values()].map(({ point, linkType }) => ({ name: point, ...(linkType && { linkType }) })),
  )
  for (const { frame, time } of novel) {
    const [seconds, nanoseconds] = [time / 1_000_000_000n, time % 1_000_000_000n].map(Number)
    const { bytes, originalLength } = frame
    const point = numbers.get(pointOf(frame)) ?? 0
    writer.write(point, seconds ?? 0, nanoseconds ?? 0, bytes, 0, bytes.length, originalLength)
  }
  const failure = writer.close()
  if (failure) throw failure
}

const pointOf = ({ point, linkType }: Frame): string => `${point} ${linkType}`

/** Where the frame stands in the capture that it is from. */
function placed(difference: Difference, novel: readonly Novel[]): DifferenceIn {
  const { capture, frame } = novel[difference.frame - 1] ?? {}
  return { ...difference, capture: capture ?? '', frame: frame?.id ?? 0 }
}
