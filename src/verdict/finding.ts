import { type Doubt, doubtsAt } from './soundness.ts'
import type { VerdictStatus } from './types.ts'
import type { View } from './view.ts'
import { count, frameText, listed, tally } from './words.ts'

/** What an expectation found in the evidence: a verdict without its diagnosis. */
export interface Finding {
  readonly status: Exclude<VerdictStatus, 'error'>
  /** In the notation of the trade. */
  readonly observed: string
  readonly frames: readonly number[]
  readonly deviation?: Deviation
  /** Why captures could not decide; only where the finding is inconclusive for that reason. */
  readonly doubts?: readonly Doubt[]
}

/** Where packets left the promised path. */
export interface Deviation {
  readonly text: string
  /** The frame that differs, or after which nothing followed; absent for a step that was never begun. */
  readonly frame?: number
  /** It rests on something not having been seen; so does every deviation without a frame. */
  readonly unseen?: true
}

export function pass(observed: string, frames: readonly number[]): Finding {
  return { status: 'pass', observed, frames }
}

export function fail(observed: string, frames: readonly number[], deviation?: Deviation): Finding {
  return { status: 'fail', observed, frames, ...(deviation === undefined ? {} : { deviation }) }
}

export function inconclusive(observed: string, frames: readonly number[] = []): Finding {
  return { status: 'inconclusive', observed, frames }
}

/** A promised step that was not seen: a failure only if the captures at `points` would have shown it. */
export function absent(view: View, points: readonly string[], observed: string): Finding {
  const doubts = doubtsAt(view, points)
  if (doubts.length > 0) return doubtful(observed, [], doubts)
  return fail(observed, [], { text: observed })
}

/** A pass that rests on something not having been seen stands only on sound captures. */
export function provenBy(view: View, points: readonly string[], finding: Finding): Finding {
  const doubts = finding.status === 'pass' ? doubtsAt(view, points) : []
  return doubts.length === 0 ? finding : doubtful(finding.observed, finding.frames, doubts)
}

function doubtful(observed: string, frames: readonly number[], doubts: readonly Doubt[]): Finding {
  const reasons = listed(doubts.map(({ reason }) => reason))
  return { ...inconclusive(`${observed}; but ${reasons}`, frames), doubts }
}

/** What one item showed: the frames that fulfil the promise, or how it deviates. */
export type Shown = { readonly frames: readonly number[] } | { readonly deviation: Deviation }

export interface Wording {
  /** What is counted: `request packet`. */
  readonly noun: string
  /** What to say where there is nothing to judge. */
  readonly none: string
  /** Capture points that would have shown what is missing. */
  readonly points: readonly string[]
}

/** Judges many items by one rule: every one has to fulfil it, and none at all is not a pass. */
export function every<Item>(
  view: View,
  items: readonly Item[],
  { noun, none, points }: Wording,
  show: (item: Item) => Shown,
): Finding {
  if (items.length === 0) return absent(view, points, none)
  const shown = items.map(show)
  const deviations = shown.flatMap((one) => ('deviation' in one ? [one.deviation] : []))
  const frames = shown.flatMap((one) => ('frames' in one ? one.frames : []))
  if (deviations.length === 0) return pass(`${items.length} of ${count(items.length, noun)}`, frames)
  return deviating(view, points, `${deviations.length} of ${count(items.length, noun)}`, deviations)
}

/** Only what was not seen leaves room for doubt; a frame that differs is proof enough. */
function deviating(
  view: View,
  points: readonly string[],
  share: string,
  deviations: readonly Deviation[],
): Finding {
  const kinds = [...tally(deviations.map(({ text }) => text)).keys()]
  const more = kinds.length > 3 ? [`${kinds.length - 3} more`] : []
  const frames = deviations.flatMap(({ frame }) => (frame === undefined ? [] : [frame]))
  const [first] = deviations.toSorted((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity))
  const where = frames.length === 0 ? '' : ` (${frameText(frames)})`
  const observed = `${share}: ${[...kinds.slice(0, 3), ...more].join('; ')}${where}`
  const seen = deviations.some(({ frame, unseen }) => frame !== undefined && !unseen)
  const doubts = seen ? [] : doubtsAt(view, points)
  return doubts.length > 0 ? doubtful(observed, frames, doubts) : fail(observed, frames, first)
}
