import { type FlowPacket, flowKey } from './flow.ts'
import type { Track } from './tracks.ts'

/**
 * Names for each ICMP error the journey of the packet that it complains about: the latest before it with the
 * flow, the sequence number and the IP identification that it quotes. `tracks` in order of first sighting.
 */
export function nameCauses(tracks: readonly Track[]): Track[] {
  const sent = new Map<string, number>()
  return tracks.map((track) => {
    const { journey, quote, flows, identification } = track
    for (const flow of flows) sent.set(packetText(flow, identification), journey.id)
    const cause = quote && sent.get(packetText(quote, quote.identification))
    if (cause === undefined || journey.icmp === undefined) return track
    return { ...track, journey: { ...journey, icmp: { ...journey.icmp, cause } } }
  })
}

function packetText(flow: FlowPacket, identification: number | undefined): string {
  return `${flowKey(flow)} ${flow.sequence} ${identification}`
}
