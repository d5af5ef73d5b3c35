import type { Diagnosis, Verdict, VerdictStatus } from '../verdict/types.ts'
import type { Page } from './page.ts'
import type { Style } from './paint.ts'
import { labelled, listed, padTo } from './text.ts'

const statusStyles: Readonly<Record<VerdictStatus, Style>> = {
  pass: 'green',
  fail: 'red',
  inconclusive: 'yellow',
  error: 'red',
}

const INDENT = '  FAIL  '.length
const LABEL = 'expected  '.length

/** Each verdict's promise; for all but a pass what was expected, what was observed, and why. */
export function verdictLines(verdicts: readonly Verdict[], page: Page): string[] {
  if (verdicts.length === 0) return []
  const told = new Map<string, string>()
  const lines = verdicts.flatMap((verdict) => [
    ...headLines(verdict, page),
    ...(verdict.status !== 'pass' || page.all ? factLines(verdict, told, page) : []),
  ])
  return ['', page.paint('bold', 'Verdicts'), ...lines]
}

/** Status and promise; a status too long for its column has a line of its own. */
function headLines({ status, title, expectation }: Verdict, { width, paint }: Page): string[] {
  const word = padTo(INDENT, `  ${status.toUpperCase()}`)
  const painted = paint(statusStyles[status], word.trimEnd())
  const text = `${title} (${expectation})`
  if (word.length > INDENT) return [painted, ...labelled(width, padTo(INDENT, ''), text)]
  const [first = '', ...rest] = labelled(width, word, text)
  return [painted + first.slice(word.trimEnd().length), ...rest]
}

function factLines(verdict: Verdict, told: Map<string, string>, page: Page): string[] {
  const facts = [
    ['expected', verdict.expected],
    ['observed', verdict.observed],
    ['frames', framesText(verdict, page)],
    ...(verdict.diagnosis ? diagnosisFacts(verdict.expectation, verdict.diagnosis, told) : []),
  ] as const
  return facts.flatMap(([label, text]) => (text ? oneFact(label, text, page) : []))
}

/** A diagnosis that was given before is not spelt out again. */
function diagnosisFacts(expectation: string, diagnosis: Diagnosis, told: Map<string, string>) {
  const { cause, nodes, divergence, text, remedy } = diagnosis
  const where = nodes.length > 0 ? `${cause} on ${listed(nodes)}` : cause
  const before = told.get(text)
  if (before !== undefined) return [['cause', `${where}, as for ${before}`]] as const
  told.set(text, expectation)
  return [
    ['cause', where],
    ['diverged', divergence],
    ['why', text],
    ['remedy', remedy],
  ] as const
}

function oneFact(label: string, text: string, { width, paint }: Page): string[] {
  const head = padTo(INDENT, '') + padTo(LABEL, label)
  const [first = '', ...rest] = labelled(width, head, text)
  return [paint('dim', head) + first.slice(head.length), ...rest]
}

const MOST_FRAMES = 12

/** Ids of the frames that decided, as Wireshark counts them, unless the observation names some of them itself. */
function framesText({ observed, frames }: Verdict, { all }: Page): string {
  if (frames.length === 0 || (/\bframes? \d/.test(observed) && !all)) return ''
  const more = frames.length > MOST_FRAMES ? ` and ${frames.length - MOST_FRAMES} more` : ''
  return frames.slice(0, MOST_FRAMES).join(', ') + more
}
