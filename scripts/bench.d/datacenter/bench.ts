import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import type { RunEvent } from '../../../src/events/types.ts'
import { packageRoot } from '../../../src/kernel/paths.ts'
import type { Bench, Context, Report } from '../bench.ts'
import { inFolder } from '../folder.ts'
import { inLiveLab, sizeOf } from '../live-lab.ts'
import { median } from '../rounds.ts'

export const datacenter: Bench = {
  name: 'datacenter',
  title: 'lab datacenter: until it is ready to serve, and what it takes up',
  rounds: 3,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const ready: number[] = []
  for (let round = 1; round <= rounds; round++) {
    progress(`round ${round} of ${rounds}`)
    ready.push(await secondsUntilReady())
  }
  progress('memory')
  const { keeper, used } = await inLiveLab('datacenter', sizeOf)
  return {
    lines: [
      { what: 'ready to serve, packaged kernel', unit: 's', ours: median(ready), target: { atMost: 15 } },
      {
        what: 'memory, kernel and keeper',
        unit: 'MiB',
        ours: (keeper + used) / 1024,
        target: { atMost: 2048 },
      },
    ],
    notes: [
      'Ready: from the start of the run until all daemons have answered for themselves, BGP has converged and every ' +
        'capture is proven live. Memory: what the kernel has given away, caches aside, and what the keeper has.',
    ],
  }
}

/** By the run's own clock. */
function secondsUntilReady(): Promise<number> {
  return inFolder(async (out) => {
    const program = join(packageRoot(), 'scripts/lvslab')
    const env = { ...process.env, LVSLAB_KERNEL: 'packaged' }
    await $({ quiet: true, env })`${program} run datacenter --kernel uml --out ${out}`
    const lines = (await readFile(join(out, 'events.jsonl'), 'utf8')).trim().split('\n')
    const events = lines.map((line) => JSON.parse(line) as RunEvent)
    const first = events.find((event) => event.type === 'step-ended' && event.title === 'captures live')
    return (first?.at ?? Number.NaN) / 1000
  })
}
