import type { RunEvent } from '../../../events/types.ts'
import type { LiveClient } from '../../../live/client.ts'
import type { Checked } from '../../../live/messages.ts'
import type { Result } from '../../../live/sockets.ts'
import { jsonReporter } from '../../../report/json.ts'
import { lineReporter } from '../../../report/line.ts'
import { paintFor } from '../../../report/paint.ts'
import type { Reporter } from '../../../report/reporter.ts'
import { exitStatus, outcomeStatus } from '../../exit.ts'
import { print, refuse } from '../../output.ts'
import { solutionLines } from './exercise.ts'
import { tellBusy, tellProblem, withStatus } from './problem.ts'

export interface CheckFlags {
  readonly reporter: 'line' | 'json'
  readonly all?: true
}

/** Sends all probes, judges, reports on standard output; gives the exit status, that of a run. */
export function checkCommand(name: string, flags: CheckFlags): Promise<number> {
  return withStatus(name, async (live, before) => {
    tellBusy(before)
    const status = await reported(flags, (emit) => live.check(emit))
    if (status === exitStatus('pass') && flags.reporter === 'line') await tellSolved(live)
    return status
  })
}

/** Sends some probes, and reports; gives the exit status, which is 0 when every attempt was answered. */
export function probeCommand(name: string, probes: readonly string[], flags: CheckFlags): Promise<number> {
  return withStatus(name, async (live, { probes: known }) => {
    const unknown = probes.find((one) => !known.includes(one))
    if (unknown !== undefined)
      return refuse(`${name} has no probe ${unknown}; it has ${known.join(', ') || 'none'}`)
    return reported(flags, (emit) => live.probe(probes.length === 0 ? known : probes, emit))
  })
}

async function reported(
  { reporter, all }: CheckFlags,
  work: (emit: (event: RunEvent) => void) => Promise<Result<Checked>>,
): Promise<number> {
  const screen = process.stdout
  const shown: Reporter =
    reporter === 'json'
      ? jsonReporter(screen)
      : lineReporter({ screen, paint: paintFor(screen), all: all === true })
  const done = await work((event) => shown.handle(event))
  return done.ok ? outcomeStatus(done.value.outcome) : tellProblem(done.error)
}

/** Once the flows of an exercise are right, it tells what it was. */
async function tellSolved(live: LiveClient): Promise<void> {
  const status = await live.status()
  if (!status.ok || !status.value.exercise) return
  const solution = await live.solve()
  if (solution.ok) print(`\nThe exercise is solved.\n${solutionLines(solution.value).join('\n')}`)
}
