import { type ComparedRun, type Repetition, randomFields } from '../../repeat/account.ts'
import type { Page } from '../page.ts'
import { label, outcomeStyles } from '../summary.ts'
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
  const rest = agreement === undefined ? (problem ?? '') : LEVELS[agreement.level]
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
  const end = first && parting ? 'fail' : brokenIn(repetition) ? 'error' : 'pass'
  const [word, text] = verdictOf(repetition)
  return [
    ...[
      '',
      ...painted(labelled(page.width, label(word), text), word, (it) => page.paint(outcomeStyles[end], it)),
    ],
    ...(first && parting ? ['', ...differenceLines(first, parting, page), ''] : []),
    ...labelled(page.width, label('artifacts'), out),
  ]
}

const painted = (
  [first = '', ...rest]: string[],
  word: string,
  paint: (text: string) => string,
): string[] => [paint(word) + first.slice(word.length), ...rest]

/** The run that came to no verdicts, if any. */
const brokenIn = ({ runs, first }: Repetition): ComparedRun | undefined =>
  first ? runs.find(({ run, agreement }) => run > 1 && agreement === undefined) : runs[0]

function verdictOf(repetition: Repetition): readonly [word: string, text: string] {
  const { runs, first, parting } = repetition
  const all = count(runs.length, 'run')
  if (parting) {
    const others = runs.filter(({ agreement }) => agreement?.level === 'different').length
    return ['DIFFERS', `${others} of ${all}, at first run ${parting.run}`]
  }
  const broken = brokenIn(repetition)
  if (broken) return ['BROKEN', `run ${broken.run} came to no verdicts: ${broken.problem ?? broken.outcome}`]
  const frames = count(first?.frames.length ?? 0, 'frame')
  const fields = randomFields(repetition)
  if (fields.length === 0)
    return ['REPEATS', `${all}, ${frames}: identical octets at identical times, the same verdicts`]
  const same = `${all}, ${frames}: the same ones in the same order at identical times, the same verdicts`
  return ['REPEATS', `${same}; octets differ in ${listed(fields)}, which kernels draw at random`]
}
