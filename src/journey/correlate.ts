import { LINK_ETHERNET } from '../wire/numbers.ts'
import type { Frame } from '../wire/types.ts'
import { Correlator } from './correlator.ts'
import type { FramesByHop } from './tracks.ts'

/** Frames by journey, in order of first sighting, and by hop. */
export function correlate(frames: readonly Frame[]): FramesByHop[] {
  const journeys: FramesByHop[] = []
  const correlator = new Correlator({
    onEnd: ({ number, each }) => {
      const hops = new Map<number, Frame[]>()
      each((frame, _point, header) => {
        hops.set(header, [...(hops.get(header) ?? []), frames[frame - 1] as Frame])
      })
      journeys[number - 1] = [...hops.values()]
    },
  })
  feed(correlator, frames)
  return journeys
}

function feed(correlator: Correlator, frames: readonly Frame[]): void {
  const numbers = new Map<string, number>()
  for (const { bytes, originalLength, time, point, linkType } of frames) {
    const number = numbers.get(point) ?? numbers.size
    numbers.set(point, number)
    correlator.setLinkType(number, linkType ?? LINK_ETHERNET)
    const seconds = Math.floor(time / 1e9)
    correlator.push(bytes, 0, bytes.length, originalLength, seconds, time - seconds * 1e9, number)
  }
  correlator.flush()
}
