import { availableParallelism, totalmem } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ACCOUNTS } from './reporters.ts'

export const KERNELS = ['auto', 'uml', 'host'] as const

export const kernelOption = (): Option =>
  new Option(
    '--kernel <name>',
    'uml: User-Mode Linux, without root; host: the kernel of this machine, as root',
  )
    .choices(KERNELS)
    .default('auto')

export const clockOption = (
  what = 'virtual: waits take no time and runs repeat exactly, in a kernel made by lvslab kernel build',
): Option => new Option('--clock <name>', what).choices(['real', 'virtual']).default('real')

export const repeatOption = (): Option =>
  new Option(
    '--repeat <number>',
    'run it so often in virtual time, and tell the first difference between the runs',
  )
    .argParser(several)
    .implies({ clock: 'virtual' })

/** For labs that go on living: whoever works in one cannot jump. */
export const liveClockOption = (): Option =>
  new Option('--clock <name>', 'real, always: a lab that waits for people cannot jump ahead').argParser(
    (text) => {
      if (text === 'real') return text
      throw new InvalidArgumentError('A live lab is on real time. Virtual time is for run and test.')
    },
  )

export const timeoutOption = (standard = 120): Option =>
  new Option('--timeout <seconds>', 'give up a run that takes longer').argParser(positive).default(standard)

/** Runs wait for half of their time, so two share a processor. Each is given half a gibibyte; it needs 200 MiB. */
const MOST_JOBS = Math.min(2 * availableParallelism(), Math.ceil(totalmem() / 2 ** 29))

export const jobsOption = (what = 'how many runs at once'): Option =>
  new Option('--jobs <number>', what).argParser(positiveInteger).default(MOST_JOBS, 'two for each processor')

const setOption = (): Option =>
  new Option('--set <name=value>', 'set a variable, or a number of replicas: rs.replicas=7 (repeatable)')
    .argParser(collectSetting)
    .default([], 'none')

/** Short enough for a socket's path, and safe in it. */
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/

export const nameOption = (): Option =>
  new Option('--name <name>', 'call it so, instead of by the name of the lab').argParser((text: string) => {
    if (NAME.test(text)) return text
    throw new InvalidArgumentError('It has to be lower-case letters, digits and dashes, at most 40.')
  })

const seedOption = (): Option => new Option('--seed <text>', 'derive other MAC addresses from the same names')

export const jsonOption = (): Option => new Option('--json', 'as JSON, for programs')

export const reporterOption = (): Option =>
  new Option('--reporter <name>', 'line: to read; json: the event stream')
    .choices(['line', 'json'])
    .default('line')

/** The same with the reporters of accounts; `json` says what the command gives as JSON. */
export const testReporterOption = (json: string): Option =>
  new Option(
    '--reporter <name>',
    `line: to read; json: ${json}; junit: XML for CI; github: to read, with annotations and a step summary; markdown: a page`,
  )
    .choices(['line', 'json', ...ACCOUNTS])
    .default('line')

/** What every command about one lab is given: the lab, one of its changes, and settings. */
export function withLab(command: Command): Command {
  return command
    .argument('<lab>', 'name of a lab (see lvslab list), or path of a lab file')
    .option('--fault <name>', 'with one of the faults or variants that the lab declares')
    .addOption(setOption())
    .addOption(seedOption())
}

/** A number above zero, for seconds and jobs. */
export function positive(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number > 0 && Number.isFinite(number)) return number
  throw new InvalidArgumentError('It has to be a number above 0.')
}

function positiveInteger(text: string): number {
  const number = positive(text)
  if (Number.isInteger(number)) return number
  throw new InvalidArgumentError('It has to be a whole number.')
}

function several(text: string): number {
  const number = positiveInteger(text)
  if (number > 1) return number
  throw new InvalidArgumentError('It has to be at least 2.')
}

function collectSetting(text: string, settings: readonly string[]): string[] {
  if (/^[^=\s]+=/.test(text)) return [...settings, text]
  throw new InvalidArgumentError('It has to be NAME=VALUE, for example rs.replicas=7.')
}
