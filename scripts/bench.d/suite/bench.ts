import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { readEvents } from '../../../src/events/read.ts'
import { foldAll, type RunView } from '../../../src/events/view.ts'
import { virtualImage } from '../../../src/kernel/image.ts'
import { packageRoot } from '../../../src/kernel/paths.ts'
import { TITLES } from '../../../src/run/titles.ts'
import { type Bench, type Context, type Line, NO_BUILT_KERNEL, type Report } from '../bench.ts'
import { inFolder } from '../folder.ts'
import { compared, median, timed } from '../rounds.ts'

export const suite: Bench = {
  name: 'suite',
  title: 'lvslab test --all --kernel uml, the whole process',
  rounds: 1,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const samples: Sample[] = []
  const virtual: number[] = []
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`)
    samples.push(await sample('real'))
    if (virtualImage().ok) virtual.push((await sample('virtual')).whole)
  }
  const [whole, own, rest] = (['whole', 'own', 'rest'] as const).map((key) => samples.map((one) => one[key]))
  return {
    lines: [
      {
        what: 'probes and waits of all runs, added up',
        unit: 's',
        ...compared(whole as number[], own as number[]),
        target: { atMost: 1.5 },
      },
      inVirtualTime(virtual, whole as number[]),
      { what: 'everything else in a run, on average', unit: 's', ours: median(rest as number[]) },
    ],
    notes: [
      `${samples[0]?.runs} runs. What a lab itself takes: its probes, actions and timelines, with their time limits, and the ` +
        'last use of the connections that they hold. Everything else is worlds, captures, evidence and verdicts.',
    ],
  }
}

/** The same suite with `--clock virtual` against itself in real time. */
function inVirtualTime(virtual: readonly number[], real: readonly number[]): Line {
  const what = '--clock virtual, against --clock real'
  if (virtual.length > 0) return { what, unit: 's', ...compared(virtual, real) }
  return { what, unit: 's', ours: Number.NaN, missing: NO_BUILT_KERNEL }
}

/** Seconds: the whole process, what the labs take themselves, and everything else of one run. */
interface Sample {
  readonly whole: number
  readonly own: number
  readonly rest: number
  readonly runs: number
}

function sample(clock: 'real' | 'virtual'): Promise<Sample> {
  return inFolder(async (out) => {
    const program = join(packageRoot(), 'scripts/lvslab')
    const argv = ['test', '--all', '--kernel', 'uml', '--clock', clock, '--out', out]
    const whole = await timed(() => $({ quiet: true })`${program} ${argv}`)
    const runs = await viewsBelow(out)
    const own = sum(runs.map(ownSeconds))
    const all = sum(runs.map(({ end }) => (end?.milliseconds ?? Number.NaN) / 1000))
    return { whole, own, rest: (all - own) / runs.length, runs: runs.length }
  })
}

async function viewsBelow(folder: string): Promise<RunView[]> {
  const names = await readdir(folder, { recursive: true })
  const files = names.filter((name) => name.endsWith('events.jsonl'))
  return Promise.all(
    files.map(async (name) => {
      const read = readEvents(await readFile(join(folder, name), 'utf8'))
      if (!read.ok) throw new Error(`${name}: ${read.error.message}`)
      return foldAll(read.events)
    }),
  )
}

/** Probes, actions, timelines, and waiting for VRRP and first checks, which take the time that the protocol says. */
const OWN = /^(probe|run) |^timeline$|^keepalived settled$/

function ownSeconds({ steps }: RunView): number {
  const own = steps.filter(({ title }) => OWN.test(title) || title === TITLES.release)
  return sum(own.map((step) => (step.state === 'done' ? step.milliseconds / 1000 : 0)))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
