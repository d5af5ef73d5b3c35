import type { LiveClient } from '../../../src/live/client.ts'
import type { Bench, Context, Line, Report, Unit } from '../bench.ts'
import { inLiveLab, type Size, sizeOf } from '../live-lab.ts'

export const live: Bench = {
  name: 'live',
  title: 'a live lab is broken, mended and checked: memory and processes do not grow',
  rounds: 100,
  run,
}

/** Cycles until everything has been loaded and cached that ever is. */
const WARM = 25
const FAULT = 'arp-ignore-off'

async function run({ rounds, progress }: Context): Promise<Report> {
  return inLiveLab('dr', (lab) => cycles(lab, rounds, progress))
}

async function cycles(lab: LiveClient, rounds: number, progress: Context['progress']): Promise<Report> {
  let warm: Size | undefined
  const passed: boolean[] = []
  for (let cycle = 1; cycle <= rounds; cycle++) {
    progress(`cycle ${cycle} of ${rounds}`)
    await lab.change([FAULT])
    await lab.change([])
    const checked = await lab.check(() => {})
    passed.push(checked.ok && checked.value.outcome === 'pass')
    if (cycle === Math.min(WARM, rounds)) warm = await sizeOf(lab)
  }
  const good = passed.filter(Boolean).length
  return report(warm ?? (await sizeOf(lab)), await sizeOf(lab), good, rounds)
}

function report(warm: Size, end: Size, good: number, rounds: number): Report {
  const line = (what: string, unit: Unit, key: keyof Size, atMost: number, scale = 1): Line => ({
    ...{ what, unit, ours: end[key] / scale, other: warm[key] / scale },
    ...{ ratio: end[key] / warm[key], target: { atMost } },
  })
  return {
    lines: [
      { what: 'checks that pass', unit: 'count', ours: good, other: rounds, target: { atLeast: rounds } },
      line('memory of the keeper', 'MiB', 'keeper', 1.2, 1024),
      line('processes in the kernel', 'count', 'processes', 1),
      line('memory in use in the kernel', 'MiB', 'used', 1.2, 1024),
    ],
    notes: [`Other: after ${WARM} cycles of break, fix and check; ours: after ${rounds}.`],
  }
}
