import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import { tsharkPath } from '../../../src/setup/sysroot.ts'
import type { Bench, Context, Line, Report } from '../bench.ts'
import { alternate, compared, timed } from '../rounds.ts'
import { writeCapture } from './capture.ts'

export const decode: Bench = {
  name: 'decode',
  title: 'frames decoded and followed, 1,000,000 of them',
  rounds: 3,
  run,
}

const FRAMES = 1_000_000

async function run(context: Context): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'lvslab-bench-'))
  try {
    context.progress(`writing captures of ${FRAMES / 10} and ${FRAMES} frames`)
    const [small, large] = [join(folder, 'small.pcapng'), join(folder, 'large.pcapng')]
    writeCapture(small, FRAMES / 10)
    writeCapture(large, FRAMES)
    return { lines: [await againstTshark(large, context), ...(await memory(small, large))], notes: NOTES }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const NOTES = [
  'Whole processes, Node.js and tshark started anew each time. tshark 4 with its default output to /dev/null, ' +
    'without name resolution (-n).',
]

/** Frames a second are the other way round from seconds, so the ratio is tshark's time over ours. */
async function againstTshark(file: string, { rounds, progress }: Context): Promise<Line> {
  const what = 'tshark -n -r'
  const tshark = tsharkPath()
  const target = { atLeast: 10 }
  if (tshark === undefined) return { what, unit: 's', ours: Number.NaN, target, missing: 'no tshark here' }
  const samples = await alternate(
    rounds,
    {
      lvslab: () => timed(() => follow(file)),
      tshark: () =>
        timed(() => $({ quiet: true, stdio: ['ignore', 'ignore', 'pipe'] })`${tshark} -n -r ${file}`),
    },
    progress,
  )
  const { ours, other, ratio } = compared(samples.tshark, samples.lvslab)
  const perSecond = (seconds: number | undefined) => Math.round(FRAMES / (seconds ?? Number.NaN))
  return {
    what,
    unit: 'frames/s',
    ours: perSecond(other),
    other: perSecond(ours),
    ...(ratio && { ratio }),
    target,
  }
}

interface Followed {
  readonly frames: number
  readonly journeys: number
  /** KiB */
  readonly peak: number
}

async function follow(file: string): Promise<Followed> {
  const program = join(import.meta.dirname, 'ours.ts')
  const { stdout } = await $({ quiet: true })`${process.execPath} ${program} ${file}`
  return JSON.parse(stdout) as Followed
}

async function memory(small: string, large: string): Promise<Line[]> {
  const [few, many] = [await follow(small), await follow(large)]
  const [ours, other] = [many.peak / 1024, few.peak / 1024]
  const ratio = ours / other
  return [
    {
      what: 'peak memory, against a tenth of the frames',
      unit: 'MiB',
      ours,
      other,
      ratio,
      target: { atMost: 1.5 },
    },
  ]
}
