import type { TimedEvent } from '../lab/timeline/types.ts'
import type { Lab } from '../lab/types.ts'
import { eventCommands } from './event.ts'
import { probeCommand } from './probe.ts'
import { quote } from './quote.ts'
import type { PortedProbe } from './sequence.ts'
import { TIMELINE_PRELUDE } from './timeline-prelude.ts'

/** Said by the script of a timeline when it begins, among the names of events; see `timeline-prelude.ts`. */
export const BEGIN = 'begin'

/** The timeline as a part of the plan's script, which needs all that comes before it there. */
export function renderTimeline(lab: Lab, probes: readonly PortedProbe[]): string {
  const { events, lastsMs } = lab.timeline ?? { events: [], lastsMs: 0 }
  const starts = probes.map(({ probe, firstPort }) => {
    const command = probeCommand(probe, firstPort).map(quote).join(' ')
    return `steady ${quote(probe.name)} ${quote(probe.from)} ${command}`
  })
  return [
    TIMELINE_PRELUDE.trim(),
    `# timeline of ${lastsMs / 1000} s`,
    ['probes=', ...starts, ...probes.map(({ probe }) => `sending ${quote(probe.name)}`), BEGIN].join('\n'),
    ...events.map((event) => renderEvent(event, lab)),
    ['# end of the timeline', `at ${hundredths(lastsMs)} end`, 'wait $probes'].join('\n'),
  ].join('\n\n')
}

function renderEvent(event: TimedEvent, lab: Lab): string {
  const name = quote(event.name)
  const lines = [`at ${hundredths(event.atMs)} ${name}`, ...eventCommands(event, lab), `happened ${name}`]
  return lines.join('\n')
}

const hundredths = (milliseconds: number): number => Math.round(milliseconds / 10)
