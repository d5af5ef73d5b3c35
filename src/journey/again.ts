import { flowKey } from './flow.ts'
import type { Track } from './tracks.ts'

/**
 * Marks TCP segments that were sent before: the same sender, ports and sequence number, with data, SYN or FIN.
 * What takes up no sequence space (an acknowledgement) repeats without being sent again. `tracks` in order.
 */
export function markRetransmissions(tracks: readonly Track[]): Track[] {
  const sent = new Set<string>()
  return tracks.map((track) => {
    const segment = segmentOf(track)
    if (segment === undefined || !sent.has(segment)) {
      if (segment !== undefined) sent.add(segment)
      return track
    }
    return { ...track, journey: { ...track.journey, summary: `${track.journey.summary}, again` } }
  })
}

function segmentOf({ journey: { flags = '', payloadLength, sequence }, flows }: Track): string | undefined {
  const first = flows[0]
  if (first?.protocol !== 'tcp' || (payloadLength === 0 && !/[SF]/.test(flags))) return undefined
  return `${flowKey(first)} ${flags.includes('S') ? 'SYN ' : ''}${sequence}`
}
