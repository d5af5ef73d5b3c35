import type { RunOutcome } from '../../events/types.ts'
import type { RunView } from '../../events/view.ts'
import type { Verdict } from '../../verdict/types.ts'
import { listed } from '../text.ts'

/** What a reporter for other programs tells of, in the words of tests: of one run each promise, of a suite each run. */
export interface Tested {
  /** Name of the lab, with its change if it is one run. */
  readonly group: string
  readonly name: string
  readonly title: string
  readonly outcome: RunOutcome
  /** Absent where it has no time of its own. */
  readonly milliseconds?: number
  /** Why it did not pass, one fact a line; empty where it did. */
  readonly reasons: readonly string[]
  /** Absolute path of the lab's file. */
  readonly file: string
  /** What to look for in that file. */
  readonly key: string
}

/** Everything that was tested at once. */
export interface Account {
  readonly title: string
  readonly outcome: RunOutcome
  readonly milliseconds: number
  readonly tested: readonly Tested[]
  /** Folder of the artifacts. */
  readonly out: string
}

/** A run's promises; a run that broke has one more, which says why. */
export function runAccount({ start, end, verdicts }: RunView): Account {
  const group = [start?.lab ?? 'run', start?.change?.name].filter(Boolean).join(' ')
  const outcome = end?.outcome ?? 'error'
  const common = { group, file: start?.file ?? '' }
  const judged = verdicts.map(
    (verdict): Tested => ({
      ...common,
      ...{ name: verdict.expectation, title: verdict.title, outcome: verdict.status },
      ...{ reasons: verdict.status === 'pass' ? [] : reasonsOf(verdict), key: 'expect' },
    }),
  )
  const { message = outcome, detail, remedy } = end?.problem ?? {}
  const broke: Tested = {
    ...{ ...common, name: 'run', title: 'The run comes to its end', outcome, key: 'title' },
    reasons: [
      message,
      ...(detail === undefined ? [] : detail.split('\n')),
      ...(remedy === undefined ? [] : [`remedy: ${remedy}`]),
    ],
  }
  const explained = !end?.problem && (outcome === 'pass' || judged.some((one) => one.outcome !== 'pass'))
  return {
    ...{ title: `${group}: ${start?.title ?? ''}`, outcome, out: start?.out ?? '' },
    milliseconds: end?.milliseconds ?? 0,
    tested: explained ? judged : [...judged, broke],
  }
}

function reasonsOf({ expected, observed, frames, diagnosis }: Verdict): string[] {
  const facts = [
    ['expected', expected],
    ['observed', observed],
    ['cause', diagnosis && [diagnosis.cause, listed(diagnosis.nodes)].filter(Boolean).join(' on ')],
    ['diverged', diagnosis?.divergence],
    ['why', diagnosis?.text],
    ['remedy', diagnosis?.remedy],
    ['frames', frames.slice(0, MOST_FRAMES).join(', ')],
  ] as const
  return facts.flatMap(([name, fact]) => (fact ? [`${name}: ${fact}`] : []))
}

const MOST_FRAMES = 12
