import type { Diagnosis, Verdict, VerdictStatus } from '../verdict/types.ts'
import type { Page } from './page.ts'
import type { Style } from './paint.ts'
import { labelled, listed, padTo, widthOf } from './text.ts'

export const statusStyles: Readonly<Record<VerdictStatus, Style>> = {
  pass: 'green',
  fail: 'red',
  inconclusive: 'yellow',
  error: 'red',
}

/** The words of the longest status among the verdicts decide how far the rest is indented. */
const statusWidth = (verdicts: readonly Verdict[]): number =>
  Math.max(...verdicts.map(({ status }) => status.length)) + 4

/** Each verdict's promise; for all but a pass what was expected, what was observed, and why. */
export function verdictLines(verdicts: readonly Verdict[], page: Page): string[] {
  if (verdicts.length === 0) return []
  const indent = statusWidth(verdicts)
  const lines = diagnosedOnce(verdicts).flatMap((verdict) => oneVerdict(verdict, indent, page))
  return ['', page.paint('bold', 'Verdicts'), ...lines]
}

/** A diagnosis that was given before is not spelt out again. */
function diagnosedOnce(verdicts: readonly Verdict[]): Verdict[] {
  const told = new Map<string, string>()
  return verdicts.map((verdict) => {
    if (!verdict.diagnosis) return verdict
    const { divergence, text, remedy, ...same } = verdict.diagnosis
    const before = told.get(text)
    if (before === undefined) told.set(text, verdict.expectation)
    const again = { ...same, ...(divergence ? { divergence } : {}), text: `as for ${before}` }
    return before === undefined ? verdict : { ...verdict, diagnosis: again }
  })
}

function oneVerdict(verdict: Verdict, indent: number, page: Page): string[] {
  const word = padTo(indent, `  ${verdict.status.toUpperCase()}`)
  const [first = '', ...rest] = labelled(page.width, word, `${verdict.title}  (${verdict.expectation})`)
  const painted = page.paint(statusStyles[verdict.status], word) + first.slice(word.length)
  const explained = verdict.status !== 'pass' || page.all
  return [painted, ...rest, ...(explained ? explanation(verdict, indent, page) : [])]
}

function explanation(verdict: Verdict, indent: number, page: Page): string[] {
  const { expected, observed, frames, diagnosis } = verdict
  const facts: [label: string, text: string | undefined][] = [
    ['expected', expected],
    ['observed', observed],
    ['frames', frames.length > 0 ? framesText(frames) : undefined],
    ...(diagnosis ? diagnosisFacts(diagnosis) : []),
  ]
  return facts.flatMap(([label, text]) => (text ? fact(label, text, indent, page) : []))
}

const diagnosisFacts = (diagnosis: Diagnosis): [label: string, text: string | undefined][] => [
  ['cause', diagnosis.cause + (diagnosis.nodes.length > 0 ? ` on ${listed(diagnosis.nodes)}` : '')],
  ['diverged', diagnosis.divergence],
  ['why', diagnosis.text],
  ['remedy', diagnosis.remedy],
]

function fact(label: string, text: string, indent: number, { width, paint }: Page): string[] {
  const head = ' '.repeat(indent) + padTo(LABEL, label)
  const [first = '', ...rest] = labelled(width, head, text)
  return [paint('dim', head) + first.slice(head.length), ...rest]
}

const LABEL = widthOf('expected') + 2

const MOST_FRAMES = 12

/** Frame ids, as Wireshark counts them in capture.pcapng. */
const framesText = (frames: readonly number[]): string =>
  frames.slice(0, MOST_FRAMES).join(', ') +
  (frames.length > MOST_FRAMES ? ` and ${frames.length - MOST_FRAMES} more` : '')
