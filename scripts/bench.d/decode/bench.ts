import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { $ } from 'zx'
import { tsharkPath } from '../../../src/setup/sysroot.ts'
import type { Bench, Context, Line, Report } from '../bench.ts'
import { alternate, compared, median, type Samples, timed } from '../rounds.ts'
import { writeCapture } from './capture.ts'

const MANY = 1_000_000
const FEW = 100_000

export const decode: Bench = {
  name: 'decode',
  title: `frames to journeys, a capture of ${MANY.toLocaleString('en')} frames`,
  rounds: 3,
  run,
}

async function run(context: Context): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'lvslab-bench-'))
  try {
    return await measure(folder, context)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function measure(folder: string, { rounds, progress }: Context): Promise<Report> {
  const [many, few, program] = ['many.pcapng', 'few.pcapng', 'read.mjs'].map((name) => join(folder, name))
  progress('writing the captures')
  writeCapture(many as string, MANY)
  writeCapture(few as string, FEW)
  await build({ ...BUNDLED, entryPoints: [join(import.meta.dirname, 'read.ts')], outfile: program as string })
  const peaks: Peaks = { few: [], many: [] }
  const read = (path: string, peak: number[], ...depth: string[]) =>
    timed(async () => {
      const { stdout } = await $`${process.execPath} ${program} ${path} ${depth}`.quiet()
      peak.push((JSON.parse(stdout) as { peakMiB: number }).peakMiB)
    })
  const samples = await alternate(
    rounds,
    {
      journeys: () => read(many as string, peaks.many),
      tshark: () => timed(() => $`${tshark()} -r ${many} > /dev/null`.quiet()),
      fields: () => read(many as string, [], 'all'),
      few: () => read(few as string, peaks.few),
    },
    progress,
  )
  return { lines: linesOf(samples, peaks), notes: NOTES }
}

interface Peaks {
  readonly few: number[]
  readonly many: number[]
}

/** As the set-up bundles lvslab, which thus need not be read file by file. */
const BUNDLED = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' } as const

function tshark(): string {
  const path = tsharkPath()
  if (path === undefined) throw new Error('there is no tshark here to compare with')
  return path
}

function linesOf({ journeys, tshark, fields }: Samples<string>, { few, many }: Peaks): Line[] {
  const perSecond = (seconds: readonly number[] = []) => seconds.map((each) => MANY / each)
  const against = (ours: readonly number[] | undefined) => compared(perSecond(ours), perSecond(tshark))
  const memory = { ours: median(many), other: median(few), ratio: median(many) / median(few) }
  return [
    { what: 'tshark', unit: 'frames/s', ...against(journeys), target: { atLeast: 10 } },
    { what: 'tshark, and every field decoded', unit: 'frames/s', ...against(fields) },
    {
      what: 'peak memory, 1,000,000 frames against 100,000',
      unit: 'MiB',
      ...memory,
      target: { atMost: 1.2 },
    },
  ]
}

const NOTES = [
  'The capture is a recorded run of dr over and over, each time as other connections. Whole processes are measured.',
  'lvslab reads the headers where they are and follows every packet over all capture points (what a run does with ' +
    'its capture); tshark prints its one line a frame to /dev/null.',
  'The second line decodes every field of every frame as well, which a run does for none.',
]
