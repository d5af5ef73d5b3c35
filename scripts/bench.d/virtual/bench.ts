import { join } from 'node:path'
import { $ } from 'zx'
import { virtualImage } from '../../../src/kernel/image.ts'
import { packageRoot } from '../../../src/kernel/paths.ts'
import { type Lab, listLabs, loadLab } from '../../../src/lab/index.ts'
import { type Bench, type Context, type Line, NO_BUILT_KERNEL, type Report } from '../bench.ts'
import { inFolder } from '../folder.ts'
import { alternate, compared, timed } from '../rounds.ts'

export const virtual: Bench = {
  name: 'virtual',
  title: 'lvslab run LAB --clock virtual, every lab with keepalived',
  rounds: 3,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const labs = keepalivedLabs()
  const lines: Line[] = []
  for (const { name } of labs) {
    progress(name)
    lines.push(
      virtualImage().ok
        ? await measure(name, rounds, progress)
        : { ...unmeasured(name), missing: NO_BUILT_KERNEL },
    )
  }
  return { lines, notes: NOTES }
}

const NOTES = [
  'The whole process of a healthy run. In virtual time nothing is waited for, so what is left is the work: booting, ' +
    'starting daemons, decoding and judging.',
]

const unmeasured = (name: string) => ({ what: `${name} --clock real`, unit: 's', ours: Number.NaN }) as const

async function measure(name: string, rounds: number, progress: Context['progress']): Promise<Line> {
  const contestants = { virtual: () => runOnce(name, 'virtual'), real: () => runOnce(name, 'real') }
  const samples = await alternate(rounds, contestants, progress)
  return { ...unmeasured(name), ...compared(samples.virtual, samples.real), target: { atMost: 1 } }
}

/** Seconds. A run that does not pass is not worth measuring: zx throws. */
function runOnce(name: string, clock: 'real' | 'virtual'): Promise<number> {
  const program = join(packageRoot(), 'scripts/lvslab')
  return inFolder((out) =>
    timed(() => $({ quiet: true })`${program} run ${name} --kernel uml --clock ${clock} --out ${out}`),
  )
}

function keepalivedLabs(): Lab[] {
  const labs = listLabs().flatMap(({ name, file }) => {
    const loaded = loadLab({ path: file })
    return loaded.ok ? [{ ...loaded.lab, name }] : []
  })
  return labs.filter(({ nodes }) => nodes.some(({ keepalived }) => keepalived !== undefined))
}
