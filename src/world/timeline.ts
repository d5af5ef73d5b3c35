import { readFileSync } from 'node:fs'
import { TIMELINE_FOLDER } from '../plan/folders.ts'
import { BEGIN } from '../plan/timeline.ts'
import type { Calls, SteadyProbe } from '../protocol/messages.ts'
import type { Happened, ProbeAttempt } from '../verdict/types.ts'
import { Failure, lastLines } from './failure.ts'
import { readClient } from './read-clients.ts'
import { runProcess } from './run-process.ts'

type Timeline = Calls['timeline']

/** Runs the script of a timeline. `onHappened` hears of its beginning and of each event as soon as it is over. */
export async function runTimeline(
  { script, probes, timeoutMs }: Timeline['with'],
  folder: string,
  onHappened: (what: Happened) => void,
): Promise<Timeline['value']> {
  const log = new Log(onHappened)
  const env = { LVSLAB_RUN: folder, LVSLAB_ANNOUNCE: '3' }
  const result = await runProcess(['sh', '-s'], { input: script, timeoutMs, env, onAnnounce: log.read })
  if (result.status !== 0) {
    const how =
      result.signal === undefined
        ? `ended with status ${result.status}`
        : `did not end in ${timeoutMs / 1000} s`
    throw new Failure(`the timeline ${how}${log.doing}`, lastLines(result.stderr))
  }
  return probes.map((probe) => ({
    probe: probe.name,
    from: probe.from,
    attempts: attemptsOf(folder, probe),
  }))
}

/** What the script announces: the beginning, each event's name as it begins, and with a full stop as it ends. */
class Log {
  readonly #tell: (what: Happened) => void
  #current: Happened = { event: BEGIN, at: 0, milliseconds: 0 }

  constructor(tell: (what: Happened) => void) {
    this.#tell = tell
  }

  readonly read = (text: string): void => {
    for (const line of text.trimEnd().split('\n')) this.#hear(line)
  }

  #hear(line: string): void {
    const now = Date.now()
    if (line !== `${this.#current.event}.`) this.#current = { event: line, at: now, milliseconds: 0 }
    if (line === BEGIN) this.#tell(this.#current)
    if (line.endsWith('.')) this.#tell({ ...this.#current, milliseconds: now - this.#current.at })
  }

  get doing(): string {
    return this.#current.at === 0 ? '' : ` at ${this.#current.event}`
  }
}

/** Attempts in the order in which they began; see `plan/perl-steady.ts` for the lines. */
function attemptsOf(folder: string, { name, times, firstPort }: SteadyProbe): ProbeAttempt[] {
  const path = `${folder}/${TIMELINE_FOLDER}/${name}`
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n').filter((line) => line.includes('\t'))
  if (lines.length !== times)
    throw new Failure(
      `probe ${name}: ${lines.length} of ${times} attempts reported`,
      lastLines(readFileSync(`${path}.log`, 'utf8')),
    )
  const attempts = lines.flatMap((line) => {
    const [, , , number, begun] = line.split('\t').map(Number)
    return readClient(line).map((end) => ({
      ...end,
      localPort: firstPort + (number ?? 0),
      at: (begun ?? 0) * 1000,
    }))
  })
  return attempts.toSorted((one, other) => one.localPort - other.localPort)
}
