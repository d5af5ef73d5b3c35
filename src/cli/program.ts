import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { pageWidth } from '../report/page.ts'
import { wrap } from '../report/text.ts'
import { defineCompare } from './commands/compare.ts'
import { defineCompletion } from './commands/completion.ts'
import { defineDoctor } from './commands/doctor.ts'
import { defineExpect } from './commands/expect.ts'
import { defineGraph } from './commands/graph.ts'
import { defineKeepalived } from './commands/keepalived.ts'
import { defineKernel } from './commands/kernel.ts'
import { defineList } from './commands/list.ts'
import { defineBreak } from './commands/live/break.ts'
import { defineCapture } from './commands/live/capture.ts'
import { defineCheck } from './commands/live/check.ts'
import { defineDown } from './commands/live/down.ts'
import { defineExec } from './commands/live/exec.ts'
import { defineExercise } from './commands/live/exercise.ts'
import { defineFix } from './commands/live/fix.ts'
import { defineJourneys } from './commands/live/journeys.ts'
import { defineKeep } from './commands/live/keep.ts'
import { defineLogs } from './commands/live/logs.ts'
import { defineProbe } from './commands/live/probe.ts'
import { definePs } from './commands/live/ps.ts'
import { defineShell } from './commands/live/shell.ts'
import { defineSolve } from './commands/live/solve.ts'
import { defineUp } from './commands/live/up.ts'
import { definePlan } from './commands/plan.ts'
import { defineReport } from './commands/report.ts'
import { defineRun } from './commands/run.ts'
import { defineSchema } from './commands/schema.ts'
import { defineTest } from './commands/test.ts'
import { defineUi } from './commands/ui.ts'
import { defineValidate } from './commands/validate.ts'
import { exitStatuses } from './exit.ts'
import { examples, rows } from './help.ts'

/** All commands. Each file holds one; what it needs to do its work is imported when it is called. */
export function buildProgram(): Command {
  const program = new Command('lvslab')
    .description('Linux Virtual Server labs on real kernels, proven from captured packets.')
    .enablePositionalOptions()
    .version(packageJson.version)
    .helpCommand('help [command]', 'explain a command')
    .showHelpAfterError('Add --help to see what is possible.')
    .configureOutput({ outputError: (text, write) => write(told(text)) })
    .exitOverride()
  for (const define of definitions) define(program)
  return program
    .addHelpText('after', examples(start))
    .addHelpText('after', rows('Exit status:', statusRows()))
}

/** A mistake in lines of the terminal's width. */
function told(text: string): string {
  const lines = wrap(pageWidth(process.stderr), text.trimEnd().replace(/^error: /, 'lvslab: '))
  return `${lines.join('\n')}\n`
}

const definitions = [
  defineRun,
  defineReport,
  defineUi,
  defineTest,
  defineUp,
  definePs,
  defineCheck,
  defineProbe,
  defineBreak,
  defineFix,
  defineShell,
  defineExec,
  defineCapture,
  defineJourneys,
  defineLogs,
  defineDown,
  defineExercise,
  defineSolve,
  defineKeep,
  defineCompare,
  defineList,
  defineGraph,
  defineExpect,
  definePlan,
  defineValidate,
  defineKeepalived,
  defineSchema,
  defineKernel,
  defineDoctor,
  defineCompletion,
]

const start = [
  ['lvslab run dr', 'build it, send traffic, prove every step'],
  ['lvslab run dr --fault arp-ignore-off', 'break it, and see what breaks'],
  ['lvslab ui', 'all of it on one screen'],
  ['lvslab list', 'which labs and faults there are'],
  ['lvslab doctor', 'what this machine can run'],
] as const

const statusRows = () =>
  Object.values(exitStatuses).map(({ status, meaning }) => [String(status), meaning] as const)
