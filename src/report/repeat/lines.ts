import type { RunOutcome } from '../../events/types.ts'
import { type ComparedRun, isJudged, type Repetition, randomFields } from '../../repeat/account.ts'
import type { Page } from '../page.ts'
import { kernelLines, label, outcomeStyles } from '../summary.ts'
import { count, labelled, listed, padTo, seconds } from '../text.ts'
import { differenceLines } from './difference.ts'

const TIME = 8

/** One run that has ended: `  1.31 s  run 7   PASS  identical to run 1`. */
export function repeatedLine(
  { run, outcome, milliseconds, problem, agreement }: ComparedRun,
  page: Page,
): string {
  const time = page.paint('dim', seconds(milliseconds).padStart(TIME))
  const word = page.paint(outcomeStyles[outcome], outcome.toUpperCase())
  const rest = agreement === undefined ? (problem?.message ?? '') : LEVELS[agreement.level]
  return `${time}  ${padTo('run 20'.length, `run ${run}`)}  ${word}  ${rest}`.trimEnd()
}

const LEVELS = {
  identical: 'identical to run 1',
  alike: 'like run 1 but for what is drawn at random',
  different: 'differs from run 1',
} as const

/** What all runs come to, where the first one parts that differs, and where everything is. */
export function repetitionLines(repetition: Repetition, out: string, page: Page): string[] {
  const { first, parting } = repetition
  const { outcome, word, text, remedy } = verdictOf(repetition)
  const [head = '', ...rest] = labelled(page.width, label(word), text)
  return [
    ...['', page.paint(outcomeStyles[outcome], word) + head.slice(word.length), ...rest],
    ...(remedy === undefined ? [] : labelled(page.width, label('remedy'), remedy)),
    ...(first && parting ? ['', ...differenceLines(first, parting, page), ''] : []),
    ...kernelLines([first?.view.start], page),
    ...labelled(page.width, label('artifacts'), out),
  ]
}

interface RepetitionVerdict {
  readonly outcome: RunOutcome
  readonly word: string
  readonly text: string
  readonly remedy?: string
}

function verdictOf(repetition: Repetition): RepetitionVerdict {
  const { runs, first, parting } = repetition
  const all = count(runs.length, 'run')
  const broken = runs.find(({ outcome }) => !isJudged(outcome))
  if (parting) {
    const others = runs.filter(({ agreement }) => agreement?.level === 'different').length
    return { outcome: 'fail', word: 'DIFFERS', text: `${others} of ${all}, at first run ${parting.run}` }
  }
  if (broken) return brokenVerdict(broken)
  const frames = count(first?.frames.length ?? 0, 'frame')
  const fields = randomFields(repetition)
  const same =
    fields.length === 0
      ? 'identical octets at identical times, the same verdicts'
      : `the same ones in the same order at identical times, the same verdicts; octets differ in ${listed(fields)}, which kernels draw at random`
  return { outcome: 'pass', word: 'REPEATS', text: `${all}, ${frames}: ${same}` }
}

function brokenVerdict({ run, outcome, problem }: ComparedRun): RepetitionVerdict {
  const text = `run ${run} came to no verdicts${problem ? `: ${problem.message}` : ''}`
  return { outcome, word: outcome.toUpperCase(), text, ...(problem?.remedy && { remedy: problem.remedy }) }
}
