import type { Lab } from '../../lab/index.ts'
import { type ComparedRun, isJudged, type Repetition } from '../../repeat/account.ts'
import { pageFor } from '../../report/page.ts'
import { repetitionAccount } from '../../report/repeat/json.ts'
import { repeatedLine, repetitionLines } from '../../report/repeat/lines.ts'
import { statusLine } from '../../report/status-line.ts'
import { cut, seconds } from '../../report/text.ts'
import type { RunLab, RunOptions } from '../execute.ts'
import { exitStatus, worstStatus } from '../exit.ts'
import { interruption } from '../interrupt.ts'
import { print } from '../output.ts'
import { repeatLab } from '../repeating.ts'
import type { ReporterName } from '../reporters.ts'

/** Of what `run` is given, what matters to several runs. */
export interface RepeatFlags {
  readonly kernel: RunOptions['kernel']
  readonly clock?: RunOptions['clock']
  /** Seconds, for each run. */
  readonly timeout: number
  readonly jobs: number
  readonly reporter: ReporterName
  readonly report?: true
}

/** What cannot be asked of several runs, as a reason; undefined where everything can. */
export function notRepeatable({ clock, reporter, report }: RepeatFlags): string | undefined {
  if (clock !== 'virtual') return 'no two runs are alike in real time: --repeat needs --clock virtual'
  if (report) return '--report is made of one run: leave it out, or make it later: lvslab report FOLDER/run-1'
  if (reporter !== 'line' && reporter !== 'json')
    return `--reporter ${reporter} tells of one run: with --repeat, line or json`
  return undefined
}

/** Runs a lab that has been read so often, and tells whether the runs are the same; gives the exit status. */
export async function repeatCommand(
  lab: Lab,
  out: string,
  times: number,
  flags: RepeatFlags,
  runLab?: RunLab,
): Promise<number> {
  const { kernel, clock = 'real', timeout, jobs, reporter } = flags
  const options = { kernel, clock, out, timeoutMs: timeout * 1000, times, jobs }
  const run = runLab ?? (await import('../../run/run.ts')).runLab
  const listener = reporter === 'line' ? progress(lab, times) : { ended: () => {}, over: () => {} }
  const repetition = await repeatLab(run, lab, options, listener.ended, interruption())
  listener.over()
  if (reporter === 'json') print(JSON.stringify(repetitionAccount(lab, repetition, out), undefined, 2))
  else print(repetitionLines(repetition, out, pageFor(process.stdout)).join('\n'))
  return statusOf(repetition)
}

/** One line for each run that has ended, and below them how many have. */
function progress(lab: Lab, times: number): { ended: (run: ComparedRun) => void; over: () => void } {
  const page = pageFor(process.stdout)
  const status = statusLine(process.stdout)
  let done = 0
  const show = () =>
    status.show(
      (past) =>
        page.paint('dim', seconds(past).padStart(8)) +
        cut(page.width - 9, `  ${done} of ${times} runs done …`),
    )
  const { change } = lab
  print(`${lab.name}: ${lab.title}\n${change ? `${change.kind} ${change.name}: ${change.title}\n` : ''}`)
  show()
  const ended = (run: ComparedRun) => {
    done += 1
    status.hide()
    print(repeatedLine(run, page))
    if (done < times) show()
  }
  return { ended, over: status.hide }
}

/** Runs that are the same are what was to be proven, whatever the verdicts of all of them are. */
function statusOf({ runs, parting }: Repetition): number {
  const broken = runs.map(({ outcome }) => outcome).filter((outcome) => !isJudged(outcome))
  if (broken.length > 0) return worstStatus(broken)
  return exitStatus(parting ? 'fail' : 'pass')
}
