import type { RunOutcome } from '../events/types.ts'
import type { RunView } from '../events/view.ts'
import type { Lab } from '../lab/types.ts'
import type { Page } from './page.ts'
import { kernelLines, label, outcomeStyles } from './summary.ts'
import { count, cut, labelled, listed, padTo, seconds, widthOf } from './text.ts'

/** A run of a lab or of one of its changes, held against what the lab declares. */
export interface ShownCase {
  readonly name: string
  readonly lab: Lab
  readonly view: RunView
  readonly outcome: RunOutcome
  readonly reasons: readonly string[]
}

const TIME = 8

/** One line for a case that did as declared; below it the reasons where it did not. */
export function caseLines(shown: ShownCase, nameWidth: number, { width, paint }: Page): string[] {
  const word = shown.outcome.toUpperCase()
  const head = `${seconds(shown.view.end?.milliseconds ?? 0).padStart(TIME)}  ${padTo(nameWidth, shown.name)}  `
  const texts = shown.reasons.length > 0 ? shown.reasons : [doneText(shown)]
  const [first = '', ...rest] = texts.flatMap((text, index) => {
    const indent = ' '.repeat(widthOf(head))
    return labelled(width, index === 0 ? `${head}${word}  ` : `${indent}${' '.repeat(word.length)}  `, text)
  })
  return [head + paint(outcomeStyles[shown.outcome], word) + first.slice(head.length + word.length), ...rest]
}

/** What a case did that was as declared: the cause of a fault, or how many promises were kept. */
function doneText({ lab: { change }, view }: ShownCase): string {
  const { declares } = change ?? {}
  if (declares) return `${declares.because} on ${listed(declares.nodes)}`
  return `${count(view.verdicts.length, 'promise')} kept`
}

/** What is running at the moment, in one line that fits the terminal. */
export function runningCases(
  names: readonly string[],
  done: number,
  all: number,
  past: number,
  page: Page,
): string {
  const time = seconds(past).padStart(TIME)
  return (
    page.paint('dim', time) + cut(page.width - TIME - 1, `  ${names.join(', ')} …  ${done} of ${all} done`)
  )
}

/** A suite passes if every run of it did as declared; where all others could not be done here, it is unsupported. */
export function suiteOutcome(cases: readonly ShownCase[], all: number): 'pass' | 'fail' | 'unsupported' {
  const others = cases.filter(({ outcome }) => outcome !== 'pass')
  if (cases.length < all || others.some(({ outcome }) => outcome !== 'unsupported')) return 'fail'
  return others.length === 0 ? 'pass' : 'unsupported'
}

/** How many did as declared, how long that took, where everything is. */
export function suiteSummary(
  cases: readonly ShownCase[],
  { all, milliseconds, out }: { readonly all: number; readonly milliseconds: number; readonly out: string },
  page: Page,
): string[] {
  const good = cases.filter(({ outcome }) => outcome === 'pass').length
  const verdict = suiteOutcome(cases, all)
  const kernels = kernelLines(
    cases.map(({ view: { start } }) => start),
    page,
  )
  const head = page.paint(outcomeStyles[verdict], label(verdict.toUpperCase()))
  return [
    '',
    `${head}${good} of ${count(all, 'run')} did as declared, ${seconds(milliseconds)}`,
    ...kernels,
    ...labelled(page.width, label('artifacts'), out),
  ]
}
