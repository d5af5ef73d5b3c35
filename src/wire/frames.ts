import type { CaptureInterface } from './capture-cursor.ts'
import type { CaptureError } from './capture-error.ts'
import { readCapture } from './capture-reader.ts'
import { decode } from './decode.ts'
import type { Layer } from './layer.ts'
import type { Frame } from './types.ts'

export type LoadedFrames =
  /** `origin` is the time of the first frame in nanoseconds since 1970-01-01 UTC; 0 where there is none. */
  | { readonly ok: true; readonly frames: readonly Frame[]; readonly origin: bigint }
  | { readonly ok: false; readonly error: CaptureError }

/** Reads a whole capture into memory: meant for what one run of a lab captured. */
export function loadFrames(path: string): LoadedFrames {
  const frames: Frame[] = []
  const interfaces: CaptureInterface[] = []
  let [originSeconds, originNanoseconds] = [0, 0]
  const result = readCapture(
    path,
    (buffer, start, length, originalLength, seconds, nanoseconds, index) => {
      if (frames.length === 0) [originSeconds, originNanoseconds] = [seconds, nanoseconds]
      frames.push({
        id: frames.length + 1,
        point: interfaces[index]?.name ?? `interface ${index}`,
        // Exact for captures of up to 104 days: the difference comes before the product.
        time: (seconds - originSeconds) * 1e9 + (nanoseconds - originNanoseconds),
        bytes: buffer.slice(start, start + length),
        originalLength,
        linkType: interfaces[index]?.linkType ?? 0,
      })
    },
    (described) => interfaces.push(described),
  )
  if (!result.ok) return result
  return { ok: true, frames, origin: BigInt(originSeconds) * 1_000_000_000n + BigInt(originNanoseconds) }
}

/** The layers of one frame, see {@link decode}. */
export function decodeFrame(frame: Frame): Layer[] {
  return decode(frame.bytes, frame.originalLength, frame.linkType)
}
