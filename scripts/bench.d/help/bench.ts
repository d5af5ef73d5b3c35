import { join } from 'node:path'
import { $ } from 'zx'
import { packageRoot } from '../../../src/kernel/paths.ts'
import type { Bench, Context, Report } from '../bench.ts'
import { alternate, compared, median, timed } from '../rounds.ts'

export const help: Bench = {
  name: 'help',
  title: 'lvslab --help, the whole process',
  rounds: 25,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const root = packageRoot()
  const launcher = join(root, 'scripts/lvslab')
  const bundle = join(root, 'dist/cli.js')
  const quiet = $({ quiet: true })
  progress(`${rounds} rounds`)
  const samples = await alternate(
    rounds,
    {
      launcher: () => timed(() => quiet`${launcher} --help`),
      bundle: () => timed(() => quiet`${process.execPath} ${bundle} --help`),
      node: () => timed(() => quiet`${process.execPath} --eval 0`),
    },
    () => {},
  )
  const [whole, alone, node] = [samples.launcher, samples.bundle, samples.node].map(inMilliseconds)
  const setUp = (whole as number[]).map((value, round) => value - (alone?.[round] ?? Number.NaN))
  return {
    lines: [
      { what: 'lvslab --help', unit: 'ms', ours: median(whole as number[]), target: { atMost: 150 } },
      {
        what: 'of these, set-up with nothing to do',
        unit: 'ms',
        ours: median(setUp),
        target: { atMost: 100 },
      },
      { what: 'Node, doing nothing', unit: 'ms', ...compared(whole as number[], node as number[]) },
    ],
    notes: [],
  }
}

function inMilliseconds(seconds: readonly number[]): number[] {
  return seconds.map((value) => value * 1000)
}
