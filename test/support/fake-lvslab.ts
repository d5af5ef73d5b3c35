/**
 * lvslab with a runner that starts nothing: `node fake-lvslab.ts MODE run|test|REPORTER LAB OUT`. MODE is the outcome of every
 * run, or `hang` (ends as interrupted when asked to) or `deaf` (does not even hear that).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from '../../src/cli/actions/run.ts'
import { testCommand } from '../../src/cli/actions/test.ts'
import type { RunLab } from '../../src/cli/execute.ts'
import { orTell } from '../../src/cli/failure.ts'
import { endWhenUnread } from '../../src/cli/pipe.ts'
import type { ReporterName } from '../../src/cli/reporters.ts'
import type { RunOutcome } from '../../src/events/types.ts'
import { drRun } from './runs/dr.ts'

const [mode = '', command, lab = 'dr', out] = process.argv.slice(2)

const fake: RunLab = async (_lab, options, emit, signal) => {
  const [start, ...events] = drRun({ start: { out: options.out } })
  if (start) emit(start)
  while (mode === 'deaf' || (mode === 'hang' && !signal.aborted)) {
    await sleep(50)
    emit({ at: 1, type: 'step-started', title: 'wait' })
  }
  const outcome = mode === 'hang' ? 'interrupted' : (mode as RunOutcome)
  for (const event of mode === 'hang' ? [] : events.slice(0, -1)) emit(event)
  emit({ at: 9, type: 'run-ended', outcome, milliseconds: 9, artifacts: [] })
  return outcome
}

const reporterOf = (command: string | undefined): ReporterName =>
  command === 'run' ? 'line' : (command as ReporterName)

const flags = { kernel: 'auto', timeout: 9, jobs: 2, ...(out === undefined ? {} : { out }) } as const

endWhenUnread(process.stdout, process.stderr)
process.exitCode = await orTell(() =>
  command === 'test'
    ? testCommand([lab], { ...flags, reporter: 'line' }, fake)
    : runCommand(lab, { ...flags, reporter: reporterOf(command) }, fake),
)
