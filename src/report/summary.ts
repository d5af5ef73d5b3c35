import { relative } from 'node:path'
import type { RunOutcome, RunStarted } from '../events/types.ts'
import type { RunView } from '../events/view.ts'
import type { CaptureRecord, VerdictStatus } from '../verdict/types.ts'
import type { Page } from './page.ts'
import type { Style } from './paint.ts'
import { count, labelled, listed, padTo, printable, seconds } from './text.ts'

export const outcomeStyles: Readonly<Record<RunOutcome, Style>> = {
  pass: ['bold', 'green'],
  fail: ['bold', 'red'],
  inconclusive: ['bold', 'yellow'],
  error: ['bold', 'red'],
  unsupported: ['bold', 'yellow'],
  interrupted: ['bold', 'yellow'],
}

/** How the run ended: outcome, totals, time, captures, kernel, artifacts; the problem where there was one. */
export function summaryLines(view: RunView, page: Page): string[] {
  const { end, start } = view
  if (!end) return []
  const word = label(end.outcome.toUpperCase())
  const totals = [seconds(end.milliseconds), totalsText(view)].filter((text) => text !== '')
  return [
    ...problemLines(view, page),
    '',
    page.paint(outcomeStyles[end.outcome], word) + totals.join(', '),
    ...(view.captures.length > 0 ? labelled(page.width, label('captures'), capturesText(view.captures)) : []),
    ...kernelLines([start], page),
    ...artifactLines(view, page),
  ]
}

/** A word in the column of words; a longer one is still set apart. */
export const label = (text: string): string => `${padTo('artifacts'.length, text)}  `

const order: readonly VerdictStatus[] = ['pass', 'fail', 'inconclusive', 'error']

/** `8 verdicts: 7 pass, 1 fail` */
function totalsText({ verdicts }: RunView): string {
  if (verdicts.length === 0) return ''
  const numbers = order.map((status) => [verdicts.filter((v) => v.status === status).length, status] as const)
  const [first, ...rest] = numbers.filter(([number]) => number > 0)
  if (rest.length === 0)
    return `${count(verdicts.length, 'verdict')}, ${verdicts.length === 1 ? '' : 'all '}${first?.[1]}`
  const parts = [first, ...rest].map((entry) => entry?.join(' '))
  return `${count(verdicts.length, 'verdict')}: ${parts.join(', ')}`
}

/** Whether "never seen" may count: every capture alive to the end and nothing dropped, or which was not. */
function capturesText(captures: readonly CaptureRecord[]): string {
  const frames = captures.reduce((sum, capture) => sum + capture.frames, 0)
  const of = (wrong: (capture: CaptureRecord) => boolean) =>
    listed(captures.filter(wrong).map(({ point }) => point))
  const [dead, cut, unknown] = [of((c) => !c.live), of((c) => !c.drained), of((c) => c.dropped === undefined)]
  const dropped = captures.reduce((sum, capture) => sum + (capture.dropped ?? 0), 0)
  return [
    `${count(captures.length, 'point')}, ${count(frames, 'frame')}`,
    dropped > 0
      ? `${dropped} dropped at ${of((c) => (c.dropped ?? 0) > 0)}`
      : unknown === '' && 'none dropped',
    unknown !== '' && `drops unknown at ${unknown}`,
    dead !== '' && `not proven live: ${dead}`,
    cut !== '' && `not proven drained: ${cut}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}

/** Which kernel runs had, and why that one; where the reasons differ, the first of them. */
export function kernelLines(starts: readonly (RunStarted | undefined)[], { width }: Page): string[] {
  const known = starts.filter((start) => start?.kernel !== undefined)
  return [...Map.groupBy(known, kernelAndClock)].flatMap(([kernel, all]) => {
    const [first, ...others] = new Set(all.map((start) => start?.kernelReason))
    const more = others.length > 0 ? `; ${count(others.length, 'other reason')} in other runs` : ''
    return labelled(width, label('kernel'), `${kernel}: ${first}${more}`)
  })
}

const kernelAndClock = (start: RunStarted | undefined): string =>
  `${start?.kernel}${start?.clock === 'virtual' ? ' in virtual time' : ''}`

function artifactLines({ start, end }: RunView, { width, paint }: Page): string[] {
  if (!start) return []
  const names = end?.artifacts.map((path) => relative(start.out, path)) ?? []
  const files = names.length > 0 ? labelled(width, label(''), foldLogs(names).join('  ')) : []
  return [label('artifacts') + paint('underline', start.out), ...files]
}

/** Logs of many daemons as the first and the last of them. */
function foldLogs(names: readonly string[]): string[] {
  const logs = names.filter((name) => name.endsWith('/log'))
  if (logs.length < 4) return [...names]
  const others = names.filter((name) => !logs.includes(name))
  return [...others, `${logs[0]} … ${logs.at(-1)} (${logs.length})`]
}

function problemLines(view: RunView, { width, paint }: Page): string[] {
  const problem = view.end?.problem
  if (!problem || view.end?.outcome === 'interrupted') return []
  const detail = problem.detail?.trimEnd().split('\n') ?? []
  return [
    ...(view.steps.some(({ state }) => state !== 'waiting') ? [''] : []),
    ...labelled(width, '', problem.message).map((line) => paint('bold', line)),
    ...detail.map((line) => paint('dim', `  | ${printable(line)}`)),
    ...(problem.remedy ? labelled(width, 'Remedy: ', problem.remedy) : []),
  ]
}
