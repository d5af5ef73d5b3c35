import { withRanges } from '../dns/ranges.ts'
import type { RunStarted } from '../events/types.ts'
import type { RunView, StepView } from '../events/view.ts'
import type { ProbeAttempt, ProbeResult } from '../verdict/types.ts'
import type { Page } from './page.ts'
import { count, cut, labelled, padTo, printable, ranges, seconds, widthOf } from './text.ts'

/** What is going to happen: the lab, and the fault or variant. */
export function headLines(start: RunStarted, { width, paint }: Page): string[] {
  const { change } = start
  return [
    ...labelled(width, `${start.lab}: `, start.title).map((line) => paint('bold', line)),
    ...(change ? labelled(width, `${change.kind} ${change.name}: `, change.title) : []),
    '',
  ]
}

export type DoneStep = StepView & { readonly state: 'done' }
export type RunningStep = StepView & { readonly state: 'running' }

const TIME = 8

/** A step that is done: `  0.41 s  Build networks and nodes   4 nodes, 1 network`. */
export function doneStep(view: RunView, step: DoneStep, page: Page): string[] {
  const time = seconds(step.milliseconds).padStart(TIME)
  const title = step.detail === undefined ? step.title : padTo(titleWidth(view), step.title)
  const head = `${time}  ${title}  `
  const [first = '', ...rest] = labelled(page.width, head, step.detail ?? '')
  return [(page.paint('dim', time) + first.slice(time.length)).trimEnd(), ...rest]
}

/** A step that goes on, or the one in which the run was broken off, in one line that fits the terminal. */
export function runningStep(step: RunningStep, now: number, page: Page, mark = ' …'): string {
  const time = seconds(now - step.startedAt).padStart(TIME)
  return page.paint('dim', time) + cut(page.width - TIME - 1, `  ${printable(step.title)}${mark}`)
}

const titleWidth = (view: RunView): number => Math.max(...view.steps.map(({ title }) => widthOf(title)))

/** How a probe's attempts ended: `web from client: 4 answered (rs1 2, rs2 2)`. */
export function probeLines({ probe, from, attempts }: ProbeResult, { width }: Page): string[] {
  const outcomes = Map.groupBy(attempts, ({ outcome }) => outcome)
  const parts = [...outcomes].map(
    ([outcome, same]) => `${same.length} ${outcome}${sharesText(same)}${answersText(same)}`,
  )
  return labelled(
    width,
    `${' '.repeat(TIME)}  ${probe} from ${from}: `,
    parts.join(', ') || count(0, 'attempt'),
  )
}

/** Who answered how often: ` (rs1 3, rs2 1)`, ` (rs1-rs7 1 each)`. */
function sharesText(attempts: readonly ProbeAttempt[]): string {
  const names = attempts.flatMap(({ server }) => server ?? [])
  const servers = [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const shares = servers.map((server) => names.filter((name) => name === server).length)
  if (servers.length === 0) return ''
  if (servers.length > 2 && new Set(shares).size === 1)
    return ` (${ranges(servers).join(', ')} ${shares[0]} each)`
  return ` (${servers.map((server, index) => `${server} ${shares[index]}`).join(', ')})`
}

/** What name servers answered: ` (10.0.0.1 10.0.0.2)`, ` (NXDOMAIN)`; each answer once. */
function answersText(attempts: readonly ProbeAttempt[]): string {
  const texts = attempts.flatMap(({ dns, error = '' }) =>
    dns ? [withRanges(dns.answers).join(' ') || error] : [],
  )
  return texts.length === 0 ? '' : ` (${[...new Set(texts)].join('; ')})`
}
