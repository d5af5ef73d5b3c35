import { join } from 'node:path'
import type { RunEvent, RunOutcome } from '../events/types.ts'
import type { Engines } from '../kernel/engines.ts'
import type { Lab } from '../lab/index.ts'
import { artifactWriters, EVENTS_FILE, RESULT_FILE } from '../report/artifacts.ts'
import type { Reporter } from '../report/reporter.ts'
import { CAPTURE_FILE } from '../run/evidence.ts'

export interface RunOptions {
  readonly kernel: 'auto' | 'uml' | 'host'
  /** `real` where nothing is said. */
  readonly clock?: 'real' | 'virtual'
  /** Absolute path of an existing, empty folder. */
  readonly out: string
  readonly timeoutMs: number
  /** Whether the kernels' tables are read before the probes as well, for a report that compares. */
  readonly before?: boolean
  /** Serves runs that follow each other; without it, a run has a kernel of its own. */
  readonly engines?: Engines
}

/** What `src/run` offers; named here so that a test can run something else. */
export type RunLab = (
  lab: Lab,
  options: RunOptions,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
) => Promise<RunOutcome>

/**
 * Runs a lab with its event stream going to the files of the run and to `reporters`. A file that cannot be
 * written interrupts the run; its error is thrown when the world is gone.
 */
export async function execute(
  runLab: RunLab,
  lab: Lab,
  options: RunOptions,
  reporters: readonly Reporter[],
  signal: AbortSignal,
): Promise<RunOutcome> {
  const { out } = options
  const all = [...artifactWriters(out, CAPTURE_FILE), ...reporters]
  const broken = new AbortController()
  const emit = (event: RunEvent) => {
    const complete = withOwnFiles(event, out)
    try {
      for (const reporter of all) reporter.handle(complete)
    } catch (error) {
      broken.abort(error)
    }
  }
  const outcome = await runLab(lab, options, emit, AbortSignal.any([signal, broken.signal]))
  if (broken.signal.aborted) throw broken.signal.reason
  return outcome
}

/** The runner does not know of the files that its events are folded into. */
function withOwnFiles(event: RunEvent, out: string): RunEvent {
  if (event.type !== 'run-ended') return event
  const own = [EVENTS_FILE, RESULT_FILE].map((name) => join(out, name))
  return { ...event, artifacts: [...own, ...event.artifacts] }
}
