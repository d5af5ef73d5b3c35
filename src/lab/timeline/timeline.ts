import { parseDuration } from '../probes/duration.ts'
import type { Path } from '../text/tree.ts'
import { resolveWhat, type Setting } from './events.ts'
import { EVENT_KINDS, type EventKind, type EventSpec, type TimelineSpec } from './schema.ts'
import type { TimedEvent, Timeline } from './types.ts'

const NAME = /^[a-z][a-z0-9-]*$/
const KINDS = Object.keys(EVENT_KINDS) as EventKind[]
const LONGEST = '10m'

/** The timeline of a lab, its events in the order in which they happen. */
export function resolveTimeline(spec: TimelineSpec, setting: Setting): Timeline {
  const { findings } = setting
  const lastsMs = parseDuration(spec.lasts) ?? 0
  if (lastsMs < 1 || lastsMs > (parseDuration(LONGEST) ?? 0))
    findings.error(['timeline', 'lasts'], `a timeline lasts 1ms to ${LONGEST}, not ${spec.lasts}`)
  const events = Object.entries(spec.events).flatMap(([name, one]) => {
    const event = resolveEvent(name, one, lastsMs, setting)
    if (!event) findings.lose(['timeline', 'events', name])
    return event ? [event] : []
  })
  return { lastsMs, events: events.toSorted((one, other) => one.atMs - other.atMs) }
}

function resolveEvent(
  name: string,
  spec: EventSpec,
  lastsMs: number,
  setting: Setting,
): TimedEvent | undefined {
  const { findings } = setting
  const path = ['timeline', 'events', name]
  if (!NAME.test(name)) {
    const remedy = 'Use lower-case letters, digits and dashes, a letter first.'
    findings.error(path, `"${name}" cannot name an event`, { part: 'key', remedy })
  }
  const atMs = parseDuration(spec.at) ?? 0
  if (atMs > lastsMs) findings.error([...path, 'at'], 'the timeline is over by then')
  const kind = kindOf(path, setting)
  if (!kind) return undefined
  checkKeys(kind, path, setting)
  const what = resolveWhat(kind, spec, path, setting)
  return what && { name, atMs, ...what }
}

function kindOf(path: Path, { findings }: Setting): EventKind | undefined {
  const [kind, second] = KINDS.filter((one) => findings.keys(path).includes(one))
  const all = KINDS.join(', ')
  if (second) return findings.error([...path, second], `an event is one of ${all}`, { part: 'key' })
  if (!kind && !findings.lost(path))
    return findings.error(path, `nothing happens: give one of ${all}`, { part: 'key' })
  return kind
}

function checkKeys(kind: EventKind, path: Path, { findings }: Setting): void {
  const mine: readonly string[] = ['at', kind, ...EVENT_KINDS[kind]]
  for (const key of findings.keys(path).filter((one) => !mine.includes(one)))
    findings.error([...path, key], `${kind} takes no ${key}`, { part: 'key' })
}
