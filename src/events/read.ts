import { EVENTS_VERSION, type Problem, type RunEvent } from './types.ts'

export type ReadResult =
  | { readonly ok: true; readonly events: readonly RunEvent[] }
  | { readonly ok: false; readonly error: Problem }

/** Keys without which an event cannot be folded. */
const requiredKeys: Readonly<Record<RunEvent['type'], readonly string[]>> = {
  'run-started': ['version', 'startedAt', 'lab', 'steps', 'out'],
  'step-started': ['title'],
  'step-ended': ['title', 'milliseconds'],
  'capture-started': ['points'],
  'probe-ended': ['result'],
  happened: ['what'],
  observed: ['nodes', 'networks', 'captures'],
  judged: ['names', 'journeys', 'exchanges', 'verdicts'],
  'run-ended': ['outcome', 'milliseconds', 'artifacts'],
}

/**
 * Reads the text of an events.jsonl back. The first line has to be a `run-started` event whose version this
 * program knows. A last line without its line feed is left out: it was being written when the run was killed.
 */
export function readEvents(text: string): ReadResult {
  const lines = text.split('\n').slice(0, -1)
  const events: RunEvent[] = []
  for (const [index, line] of lines.entries()) {
    const event = parseObject(line)
    if (index === 0 && event) {
      const problem = versionProblem(event)
      if (problem) return { ok: false, error: problem }
    }
    if (!event || !isEvent(event))
      return { ok: false, error: unreadable(`line ${index + 1} is no event`, line) }
    events.push(event)
  }
  if (events.length === 0) return { ok: false, error: unreadable('it holds no event') }
  return { ok: true, events }
}

function parseObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function isEvent(value: object): value is RunEvent {
  if (!('at' in value && 'type' in value) || typeof value.at !== 'number') return false
  const keys = new Map(Object.entries(requiredKeys)).get(String(value.type))
  return keys?.every((key) => key in value) ?? false
}

function versionProblem(first: object): Problem | undefined {
  if (!('version' in first)) return unreadable('its first line does not say which version it has')
  if (first.version === EVENTS_VERSION) return undefined
  return {
    ...unreadable(`it has version ${String(first.version)}, and this lvslab reads version ${EVENTS_VERSION}`),
    remedy: 'Read it with the lvslab that wrote it.',
  }
}

function unreadable(reason: string, line?: string): Problem {
  const message = `This is not an event stream that can be read: ${reason}.`
  return line === undefined ? { message } : { message, detail: line.slice(0, 80) }
}
