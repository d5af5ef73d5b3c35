import { type ComparedRun, type Parting, type Repetition, randomFields } from '../../repeat/account.ts'
import type { Contrast } from '../../repeat/compare.ts'

/** What `run --repeat` tells as JSON. */
export interface RepetitionAccount {
  readonly version: 1
  readonly lab: string
  readonly seed: string
  /** The lowest level that a run has in common with the first; absent where a run came to no verdicts. */
  readonly level?: 'identical' | 'alike' | 'different'
  /** Fields in which runs differ that are alike otherwise. */
  readonly random: readonly string[]
  readonly runs: readonly (Pick<ComparedRun, 'run' | 'outcome' | 'milliseconds' | 'problem'> & {
    readonly level?: 'identical' | 'alike' | 'different'
  })[]
  readonly difference?: Contrast & {
    readonly run: number
    readonly frame?: number
    readonly point?: string
    /** Nanoseconds since the first frame of the first run. */
    readonly time?: number
  }
  /** Absolute path of the folder that holds a folder for each run that was kept. */
  readonly out: string
}

export function repetitionAccount(
  lab: { readonly name: string; readonly seed: string },
  repetition: Repetition,
  out: string,
): RepetitionAccount {
  const level = levelOf(repetition)
  return {
    version: 1,
    ...{ lab: lab.name, seed: lab.seed, ...(level && { level }), random: randomFields(repetition) },
    runs: repetition.runs.map(({ agreement, ...run }) => ({
      ...run,
      ...(agreement && { level: agreement.level }),
    })),
    ...(repetition.parting && { difference: differenceOf(repetition.parting) }),
    out,
  }
}

function levelOf({ runs, first, parting }: Repetition): RepetitionAccount['level'] {
  if (parting) return 'different'
  const levels = runs.slice(1).map(({ agreement }) => agreement?.level)
  if (!first || levels.includes(undefined)) return undefined
  return levels.includes('alike') ? 'alike' : 'identical'
}

function differenceOf({ run, difference }: Parting): NonNullable<RepetitionAccount['difference']> {
  if (difference.kind === 'fact')
    return { run, name: difference.name, one: difference.one, other: difference.other }
  const { frame, one, other, field } = difference
  const place = one ?? other
  return {
    ...{ run, frame, ...(place && { point: place.point, time: place.time }) },
    ...(field ?? { name: 'frame', one: one ? 'there' : 'missing', other: other ? 'there' : 'missing' }),
  }
}
