import type { Frame } from '../wire/types.ts'
import { type Fact, factsOf } from './facts.ts'
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
  | { readonly kind: 'fact'; readonly what: string; readonly one: string; readonly other: string }

export interface Contrast {
  readonly name: string
  readonly one: string
  readonly other: string
}

/** Compares two runs to the first difference: frames in the order of the captures, then what was found out. */
export function compareRuns(one: Timeline, other: Timeline): Agreement {
  const random = new Set<string>()
  const difference =
    framesDifference(one, other, random) ?? factsDifference(factsOf(one.view), factsOf(other.view))
  if (difference) return { level: 'different', difference }
  if (random.size > 0) return { level: 'alike', fields: [...random].toSorted() }
  // Nothing but what is written beside the frames is left.
  return one.digest === other.digest ? { level: 'identical' } : { level: 'alike', fields: ['comments'] }
}

/** Adds to `random` the fields that differ in frames which are alike otherwise. */
function framesDifference(one: Timeline, other: Timeline, random: Set<string>): Difference | undefined {
  const normal = [new Normaliser(), new Normaliser()] as const
  for (let index = 0; index < Math.max(one.frames.length, other.frames.length); index++) {
    const [first, second] = [one.frames[index], other.frames[index]]
    const frame = index + 1
    if (!first || !second)
      return { kind: 'frame', frame, ...(first && { one: first }), ...(second && { other: second }) }
    const field =
      contrast('point', first.point, second.point) ??
      contrast('time', timeText(one.origin, one, first), timeText(one.origin, other, second)) ??
      contrastOf(normal[0].fieldsOf(first), normal[1].fieldsOf(second))
    if (field) return { kind: 'frame', frame, one: first, other: second, field }
    if (!isSame(first, second))
      for (const name of differing(fieldsOf(first), fieldsOf(second))) random.add(name)
  }
  return undefined
}

const isSame = (one: Frame, other: Frame): boolean => Buffer.compare(one.bytes, other.bytes) === 0

/** Nanoseconds since the first frame of the first run, by the kernels' clocks. */
const timeText = (since: bigint, { origin }: Timeline, { time }: Frame): string =>
  `${origin - since + BigInt(time)} ns`

const contrast = (name: string, one: string, other: string): Contrast | undefined =>
  one === other ? undefined : { name, one, other }

/** The first field that only one frame has, or that differs. */
function contrastOf(one: readonly Field[], other: readonly Field[]): Contrast | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [first, second] = [one[index], other[index]]
    if (first?.name === second?.name && first?.value === second?.value) continue
    const name = first?.name ?? second?.name ?? ''
    return { name, one: first?.value ?? 'none', other: second?.name === name ? second.value : 'none' }
  }
  return undefined
}

/** Checksums only follow what they cover. */
function differing(one: readonly Field[], other: readonly Field[]): string[] {
  const names = one.flatMap(({ name, value }, index) => (value === other[index]?.value ? [] : [name]))
  return names.filter((name) => !name.endsWith('.checksum'))
}

function factsDifference(one: readonly Fact[], other: readonly Fact[]): Difference | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [first, second] = [one[index], other[index]]
    if (first?.what === second?.what && first?.value === second?.value) continue
    const what = first?.what ?? second?.what ?? ''
    return {
      kind: 'fact',
      what,
      one: first?.value ?? 'none',
      other: second?.what === what ? second.value : 'none',
    }
  }
  return undefined
}
