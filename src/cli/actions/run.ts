import { emptyView, fold } from '../../events/view.ts'
import type { Lab } from '../../lab/index.ts'
import { jsonReporter } from '../../report/json.ts'
import { lineReporter } from '../../report/line.ts'
import { pageFor } from '../../report/page.ts'
import { paintFor } from '../../report/paint.ts'
import type { Reporter } from '../../report/reporter.ts'
import { label } from '../../report/summary.ts'
import { runAccount } from '../../report/tested/tested.ts'
import { beginAccount, tellAccount } from '../accounts.ts'
import { declarationReporter } from '../declared.ts'
import { execute, type RunLab, type RunOptions } from '../execute.ts'
import { exitStatus, outcomeStatus } from '../exit.ts'
import { newRunFolder, ownFolder } from '../folder.ts'
import { interruption } from '../interrupt.ts'
import { type LabFlags, openLab } from '../lab.ts'
import { print, refuse } from '../output.ts'
import { type AccountReporter, isAccount, isToRead, type ReporterName } from '../reporters.ts'
import { notRepeatable, repeatCommand } from './repeat.ts'

export interface RunFlags extends LabFlags {
  readonly kernel: RunOptions['kernel']
  readonly clock?: RunOptions['clock']
  /** Seconds. */
  readonly timeout: number
  readonly reporter: ReporterName
  readonly all?: true
  readonly report?: true
  readonly out?: string
  /** Run it so often and compare the runs; without it, once. */
  readonly repeat?: number
  /** How many of those at once. */
  readonly jobs: number
}

/** Runs a lab and reports on standard output; gives the exit status. */
export async function runCommand(name: string, flags: RunFlags, runLab?: RunLab): Promise<number> {
  const lab = openLab(name, flags)
  if (!lab) return exitStatus('usage')
  const wrong = flags.repeat === undefined ? undefined : notRepeatable(flags)
  if (wrong !== undefined) return refuse(wrong)
  const what = lab.change ? `${lab.name}-${lab.change.name}` : lab.name
  const folder = flags.out === undefined ? newRunFolder(what) : ownFolder(flags.out)
  if (!folder.ok) return refuse(folder.error)
  if (flags.repeat !== undefined) return repeatCommand(lab, folder.path, flags.repeat, flags, runLab)
  return runOpened(lab, folder.path, flags, runLab)
}

/** How a lab that has been read is run. */
export type RunSettings = Pick<RunFlags, 'kernel' | 'clock' | 'timeout' | 'reporter' | 'all' | 'report'>

/** Runs a lab that has been read, with its artifacts in a folder that is there; gives the exit status. */
export async function runOpened(lab: Lab, out: string, flags: RunSettings, runLab?: RunLab): Promise<number> {
  beginAccount(flags.reporter)
  const { kernel, clock = 'real', timeout, report: before = false } = flags
  const options = { kernel, clock, out, timeoutMs: timeout * 1000, before }
  const run = runLab ?? (await import('../../run/run.ts')).runLab
  const outcome = await execute(run, lab, options, reportersFor(lab, flags), interruption())
  if (flags.report) await tellReport(out, flags)
  return outcomeStatus(outcome)
}

/** Makes the report and says where it is; a run that has not become one is told on standard error. */
async function tellReport(out: string, { reporter }: RunSettings): Promise<void> {
  const { makeReport } = await import('../reporting.ts')
  const made = makeReport(out)
  if (!made.ok) refuse(made.error)
  else if (isToRead(reporter)) print(`${label('report')}${made.path}`)
}

function reportersFor({ change }: Lab, { reporter, all }: RunSettings): Reporter[] {
  const screen = process.stdout
  if (reporter === 'json') return [jsonReporter(screen)]
  const account = isAccount(reporter) ? [accountReporter(reporter)] : []
  if (!isToRead(reporter)) return account
  const lines = lineReporter({ screen, paint: paintFor(screen), all: all === true })
  return [lines, ...(change ? [declarationReporter(change, pageFor(screen))] : []), ...account]
}

/** Tells of a run when it is over. */
function accountReporter(reporter: AccountReporter): Reporter {
  let view = emptyView
  const handle: Reporter['handle'] = (event) => {
    view = fold(view, event)
    if (event.type === 'run-ended') tellAccount(reporter, runAccount(view))
  }
  return { handle }
}
