import type { RunView } from '../events/view.ts'
import { journeyNotation, named } from '../journey/notation.ts'
import type { Hop, Journey, Sighting } from '../journey/types.ts'
import type { Verdict } from '../verdict/types.ts'
import { changesText } from './hops.ts'
import { dispositionText } from './packets.ts'
import { printable } from './text.ts'

/**
 * What Wireshark is to show beside each frame, by the frame's id: to which packet and hop it belongs, what that hop
 * changed, what became of the packet, and which verdicts rest on the frame. Of what nobody knows anything, nothing.
 */
export function frameComments(view: RunView): ReadonlyMap<number, string> {
  const verdicts = verdictsByFrame(view.verdicts)
  const comments = new Map<number, string>()
  for (const journey of view.journeys)
    for (const [index, hop] of journey.hops.entries())
      for (const sighting of hop.sightings) {
        const parts = [
          ...hopParts(view, journey, hop, index),
          WHERE[sighting.direction],
          verdictsText(verdicts.get(sighting.frame) ?? []),
        ]
        comments.set(sighting.frame, printable(parts.filter((part) => part).join('; ')))
      }
  return comments
}

const WHERE: Readonly<Record<Sighting['direction'], string>> = {
  out: 'leaves here',
  in: 'arrives here',
  flooded: 'flooded here by the bridge',
  unknown: '',
}

/** `packet 3 SYN, hop 2 of 2`, `director:rs2/CIP:VIP`, `changed MACs, TTL −1`, and at its end what became of it. */
function hopParts({ names }: RunView, journey: Journey, hop: Hop, index: number): string[] {
  const { id, summary, hops, disposition } = journey
  const changed = changesText(hop.changes, names)
  const end = index === hops.length - 1 ? dispositionText(disposition) : undefined
  return [
    `packet ${id} ${named(summary, names)}, hop ${index + 1} of ${hops.length}`,
    journeyNotation(journey, hop, names),
    changed && `changed ${changed}`,
    end ?? '',
  ]
}

function verdictsByFrame(verdicts: readonly Verdict[]): ReadonlyMap<number, Verdict[]> {
  const found = new Map<number, Verdict[]>()
  for (const verdict of verdicts)
    for (const frame of verdict.frames) {
      const all = found.get(frame)
      if (all) all.push(verdict)
      else found.set(frame, [verdict])
    }
  return found
}

const verdictsText = (verdicts: readonly Verdict[]): string =>
  verdicts.map(({ status, expectation }) => `${status.toUpperCase()} ${expectation}`).join(', ')
