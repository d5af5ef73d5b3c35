import { listLabs } from '../../lab/index.ts'
import { pageFor } from '../../report/page.ts'
import { statusLine } from '../../report/status-line.ts'
import { caseLines, runningCases, suiteSummary } from '../../report/suite.ts'
import { suiteAccount } from '../../report/tested/suite-account.ts'
import { beginAccount, tellAccount } from '../accounts.ts'
import type { RunLab, RunOptions } from '../execute.ts'
import { exitStatus, worstStatus } from '../exit.ts'
import { newRunFolder, ownFolder } from '../folder.ts'
import { interruption } from '../interrupt.ts'
import { openLab } from '../lab.ts'
import { print, refuse } from '../output.ts'
import { isAccount, isToRead, type ReporterName } from '../reporters.ts'
import { type Case, type CaseResult, casesOf, runSuite, type SuiteListener } from '../suite.ts'

export interface TestFlags {
  readonly all?: true
  readonly kernel: RunOptions['kernel']
  readonly clock?: RunOptions['clock']
  /** Seconds, for each run. */
  readonly timeout: number
  readonly jobs: number
  readonly reporter: ReporterName
  readonly out?: string
}

/** Runs labs with all their changes and tells which do as declared; gives the exit status. */
export async function testCommand(
  names: readonly string[],
  flags: TestFlags,
  runLab?: RunLab,
): Promise<number> {
  if (names.length === 0 && !flags.all) return refuse('name the labs to test, or test --all')
  const wanted = flags.all ? listLabs().map(({ name }) => name) : names
  const labs = [...new Set(wanted)].map((name) => openLab(name))
  const cases = labs.flatMap((lab) => (lab ? casesOf(lab) : []))
  if (labs.includes(undefined)) return exitStatus('usage')
  const folder = flags.out === undefined ? newRunFolder('test') : ownFolder(flags.out)
  if (!folder.ok) return refuse(folder.error)
  const options = {
    kernel: flags.kernel,
    clock: flags.clock ?? 'real',
    out: folder.path,
    timeoutMs: flags.timeout * 1000,
    jobs: flags.jobs,
  }
  beginAccount(flags.reporter)
  const started = Date.now()
  const run = runLab ?? (await import('../../run/run.ts')).runLab
  const listener = isToRead(flags.reporter) ? screenListener(cases) : SILENT
  const results = await runSuite(run, cases, options, listener, interruption())
  tell(results, { all: cases.length, milliseconds: Date.now() - started, out: folder.path }, flags.reporter)
  return worstStatus(results.map(({ outcome }) => outcome))
}

const SILENT: SuiteListener = { started: () => {}, ended: () => {} }

interface Totals {
  readonly all: number
  readonly milliseconds: number
  readonly out: string
}

function tell(results: readonly CaseResult[], totals: Totals, reporter: ReporterName): void {
  if (isToRead(reporter)) print(suiteSummary(results, totals, pageFor(process.stdout)).join('\n'))
  if (reporter === 'line') return
  const account = suiteAccount(results, totals)
  if (isAccount(reporter)) tellAccount(reporter, account)
  else print(JSON.stringify(account, undefined, 2))
}

/** Prints each result as it comes, below the title of its lab. */
function screenListener(cases: readonly Case[]): SuiteListener {
  const status = statusLine(process.stdout)
  const nameWidth = Math.max(...cases.map(({ name }) => name.length))
  const running: Case[] = []
  let done = 0
  let lab = ''
  const started = (one: Case) => {
    running.push(one)
    status.hide()
    status.show((past) =>
      runningCases(
        running.map(({ name }) => name),
        done,
        cases.length,
        past,
        pageFor(process.stdout),
      ),
    )
  }
  const ended = (result: CaseResult) => {
    running.splice(
      running.findIndex(({ lab }) => lab === result.lab),
      1,
    )
    done += 1
    status.hide()
    if (lab !== result.lab.name) print(`${lab === '' ? '' : '\n'}${result.lab.name}: ${result.lab.title}`)
    lab = result.lab.name
    print(caseLines(result, nameWidth, pageFor(process.stdout)).join('\n'))
  }
  return { started, ended }
}
