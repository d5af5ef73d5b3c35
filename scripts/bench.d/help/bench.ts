import { join } from 'node:path'
import { $ } from 'zx'
import { packageRoot } from '../../../src/kernel/paths.ts'
import type { Bench, Context, Report } from '../bench.ts'
import { alternate, compared, timed } from '../rounds.ts'

export const help: Bench = {
  name: 'help',
  title: 'lvslab --help, and what the set-up takes when nothing is missing',
  rounds: 15,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const root = packageRoot()
  const [launcher, program] = [join(root, 'scripts/lvslab'), join(root, 'dist/cli.js')]
  const quiet = $({ quiet: true })
  progress('set up, and in the page cache')
  await quiet`${launcher} --help`
  const samples = await alternate(
    rounds,
    {
      lvslab: () => milliseconds(() => quiet`${launcher} --help`),
      program: () => milliseconds(() => quiet`${process.execPath} ${program} --help`),
      node: () => milliseconds(() => quiet`${process.execPath} -e 0`),
    },
    progress,
  )
  const whole = compared(samples.lvslab, samples.node)
  const direct = compared(samples.lvslab, samples.program)
  return {
    lines: [
      { what: '--help as a whole', unit: 'ms', ours: whole.ours, target: { atMost: 150 } },
      { what: 'Node.js that does nothing', unit: 'ms', ...whole },
      { what: 'the same without the set-up', unit: 'ms', ...direct, target: { atMost: 1.5 } },
    ],
    notes: ['The figures of whole processes; those of a busy machine say little.'],
  }
}

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => 1000 * (await timed(work))
