import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Contender } from '../../compare/modes.ts'
import type { RunOutcome } from '../../events/types.ts'
import type { Lab } from '../../lab/index.ts'
import type { Account } from '../../report/compare/account.ts'
import { pageFor } from '../../report/page.ts'
import { statusLine } from '../../report/status-line.ts'
import { runningCases } from '../../report/suite.ts'
import { kernelLines, label } from '../../report/summary.ts'
import { CAPTURE_FILE } from '../../run/evidence.ts'
import { type Comparing, comparing, isRange, type Wish } from '../comparing.ts'
import type { RunLab, RunOptions } from '../execute.ts'
import { exitStatus, worstStatus } from '../exit.ts'
import { newRunFolder, ownFolder } from '../folder.ts'
import { interruption } from '../interrupt.ts'
import { openLab } from '../lab.ts'
import { print, refuse } from '../output.ts'
import { type Case, type CaseResult, casesOf, folderOf, runSuite, type SuiteListener } from '../suite.ts'

export interface CompareFlags extends Wish {
  readonly kernel: RunOptions['kernel']
  /** Seconds, for each run. */
  readonly timeout: number
  readonly jobs: number
  readonly json?: true
  readonly markdown?: true
  readonly out?: string
}

/** Measures all modes in the same way and tells what came of it; gives the exit status. */
export async function compareCommand(flags: CompareFlags, runLab?: RunLab): Promise<number> {
  if (flags.withProxies && (isRange(flags.servers) || isRange(flags.response)))
    return refuse('--with-proxies compares at one number of servers and one size')
  const folder = flags.out === undefined ? newRunFolder('compare') : ownFolder(flags.out)
  if (!folder.ok) return refuse(folder.error)
  const out = folder.path
  const wished = comparing(flags)
  const labs = writeLabs(wished, join(out, 'labs'))
  if (labs.includes(undefined)) return exitStatus('usage')
  const cases = labs.flatMap((lab) => (lab ? casesOf(lab) : []))
  const take = (result: CaseResult) =>
    wished.take({ ...result, mode: modeOf(result), capture: join(folderOf(out, result), CAPTURE_FILE) })
  const options = { kernel: flags.kernel, out, timeoutMs: flags.timeout * 1000, jobs: flags.jobs }
  const run = runLab ?? (await import('../../run/run.ts')).runLab
  const results = await runSuite(run, cases, options, listener(cases.length, take), interruption())
  const account = wished.account()
  tell(account, flags, out, results)
  return worstStatus([...results.map(outcomeOf), account.complete ? 'pass' : 'inconclusive'])
}

/** One file for each mode, to be read, and to be run again; a folder for each proxy with its configuration. */
function writeLabs({ contenders, labOf, filesOf }: Comparing, folder: string): (Lab | undefined)[] {
  mkdirSync(folder)
  return contenders.map((contender) => {
    const files = Object.entries(filesOf(contender))
    const path = files.length > 0 ? join(folder, contender, 'lab.yaml') : join(folder, `${contender}.yaml`)
    for (const [name, text] of [...files, [path, labOf(contender)] as const]) {
      const place = resolve(dirname(path), name)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, text)
    }
    return openLab(path)
  })
}

/** A lab's name is that of its file. */
const modeOf = ({ lab }: Case): Contender => lab.name as Contender

/** What is tried may fail: that is what it was tried for. */
function outcomeOf({ lab, outcome }: CaseResult): RunOutcome {
  return lab.change !== undefined && outcome === 'fail' ? 'pass' : outcome
}

/** Shows on standard error what is going on; standard output is for what comes of it. */
function listener(all: number, take: (result: CaseResult) => void): SuiteListener {
  const status = statusLine(process.stderr)
  const running = new Set<string>()
  const nameOf = ({ lab, name }: Case) => `${lab.name} ${name}`
  let done = 0
  const show = () => {
    status.hide()
    if (running.size > 0)
      status.show((past) => runningCases([...running], done, all, past, pageFor(process.stderr)))
  }
  return {
    started: (one) => {
      running.add(nameOf(one))
      show()
    },
    ended: (result) => {
      running.delete(nameOf(result))
      done += 1
      take(result)
      show()
    },
  }
}

function tell(account: Account, flags: CompareFlags, out: string, results: readonly CaseResult[]): void {
  const data = JSON.stringify(account.data, undefined, 2)
  const files = { 'compare.json': `${data}\n`, 'compare.md': `${account.markdown}\n`, ...account.drawings }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content)
  print(flags.json ? data : flags.markdown ? account.markdown : pageText(account, out, results))
}

function pageText(account: Account, out: string, results: readonly CaseResult[]): string {
  const page = pageFor(process.stdout)
  const kernels = kernelLines(
    results.map(({ view }) => view.start),
    page,
  )
  return [...account.lines(page), ...kernels, `${label('artifacts')}${out}`].join('\n')
}
