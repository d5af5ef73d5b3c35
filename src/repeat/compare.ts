import type { Frame } from '../wire/types.ts'
import { factsOf } from './facts.ts'
import { type Field, fieldsOf } from './fields.ts'
import { Normaliser } from './normal.ts'
import type { Timeline } from './timeline.ts'

/** How much two runs have in common. */
export type Agreement =
  /** Captures have the same octets, and everything else that was found out is the same too. */
  | { readonly level: 'identical' }
  /** The same frames in the same order at the same times; only what kernels draw at random differs, in these fields. */
  | { readonly level: 'alike'; readonly fields: readonly string[] }
  | { readonly level: 'different'; readonly difference: Difference }

/** Where two runs part. */
export type Difference =
  | {
      readonly kind: 'frame'
      /** Counted from 1, in the merged capture of either run. */
      readonly frame: number
      /** Absent in the run that has no frame of this number. */
      readonly one?: Frame
      readonly other?: Frame
      /** What differs: `point`, `time` or a field of a header; absent where a frame is missing. */
      readonly field?: Contrast
    }
  | ({ readonly kind: 'fact' } & Contrast)

export interface Contrast {
  readonly name: string
  readonly one: string
  readonly other: string
}

/** Compares two runs to the first difference: frames in the order of the captures, then what was found out. */
export function compareRuns(one: Timeline, other: Timeline): Agreement {
  const random = new Set<string>()
  const difference = framesDifference(one, other, random) ?? factsDifference(one, other)
  if (difference) return { level: 'different', difference }
  if (random.size > 0) return { level: 'alike', fields: [...random].toSorted() }
  // Nothing but what is written beside the frames is left.
  return one.digest === other.digest ? { level: 'identical' } : { level: 'alike', fields: ['comments'] }
}

/** Adds to `random` the fields that differ in frames which are alike otherwise. */
function framesDifference(one: Timeline, other: Timeline, random: Set<string>): Difference | undefined {
  const [normal, otherNormal] = [new Normaliser(), new Normaliser()]
  for (let index = 0; index < Math.max(one.frames.length, other.frames.length); index++) {
    const [first, second] = [one.frames[index], other.frames[index]]
    const found = {
      kind: 'frame',
      frame: index + 1,
      ...(first && { one: first }),
      ...(second && { other: second }),
    } as const
    if (!first || !second) return found
    const field =
      contrast('point', first.point, second.point) ??
      contrast('time', timeText(one.origin, one, first), timeText(one.origin, other, second)) ??
      firstContrast(normal.fieldsOf(first), otherNormal.fieldsOf(second))
    if (field) return { ...found, field }
    for (const name of randomIn(first, second)) random.add(name)
  }
  return undefined
}

function factsDifference(one: Timeline, other: Timeline): Difference | undefined {
  const found = firstContrast(factsOf(one.view), factsOf(other.view))
  return found && { kind: 'fact', ...found }
}

/** Nanoseconds since the first frame of the first run, by the kernels' clocks. */
const timeText = (since: bigint, { origin }: Timeline, { time }: Frame): string =>
  `${origin - since + BigInt(time)} ns`

const contrast = (name: string, one: string, other: string): Contrast | undefined =>
  one === other ? undefined : { name, one, other }

/** The first field that only one side has, or that differs. */
function firstContrast(one: readonly Field[], other: readonly Field[]): Contrast | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [first, second] = [one[index], other[index]]
    if (first?.name === second?.name && first?.value === second?.value) continue
    const name = first?.name ?? second?.name ?? ''
    return { name, one: first?.value ?? 'none', other: second?.name === name ? second.value : 'none' }
  }
  return undefined
}

/** The fields in which frames differ that are alike, without checksums: they only follow what they cover. */
function randomIn(one: Frame, other: Frame): string[] {
  if (Buffer.compare(one.bytes, other.bytes) === 0) return []
  const others = fieldsOf(other)
  const names = fieldsOf(one).flatMap(({ name, value }, index) =>
    value === others[index]?.value ? [] : [name],
  )
  return names.filter((name) => !name.endsWith('.checksum'))
}
