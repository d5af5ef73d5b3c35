import type { RunStarted } from '../events/types.ts'
import type { RunView, StepView } from '../events/view.ts'
import type { ProbeResult } from '../verdict/types.ts'
import type { Page } from './journeys.ts'
import { count, cut, labelled, padTo, printable, seconds, widthOf } from './text.ts'

/** What is going to happen: the lab, and the fault or variant. */
export function headLines(start: RunStarted, { width, paint }: Page): string[] {
  const { change } = start
  return [
    ...labelled(width, `${start.lab}: `, start.title).map((line) => paint('bold', line)),
    ...(change ? labelled(width, `${change.kind} ${change.name}: `, change.title) : []),
    '',
  ]
}

const TIME = 8

/** A step that is done: `  0.41 s  Build networks and nodes   4 nodes, 1 network`. */
export function doneStep(view: RunView, step: StepView & { readonly state: 'done' }, page: Page): string[] {
  const time = seconds(step.milliseconds).padStart(TIME)
  const title = step.detail === undefined ? step.title : padTo(titleWidth(view), step.title)
  const head = `${time}  ${title}  `
  const [first = '', ...rest] = labelled(page.width, head, step.detail ?? '')
  return [(page.paint('dim', time) + first.slice(time.length)).trimEnd(), ...rest]
}

/** A step that goes on, in one line that fits the terminal. */
export function runningStep(step: StepView & { readonly state: 'running' }, now: number, page: Page): string {
  const time = seconds(now - step.startedAt).padStart(TIME)
  return page.paint('dim', time) + cut(page.width - TIME - 1, `  ${printable(step.title)} …`)
}

const titleWidth = (view: RunView): number => Math.max(...view.steps.map(({ title }) => widthOf(title)))

/** How a probe's attempts ended: `web from client: 4 answered (rs1 2, rs2 2)`. */
export function probeLines({ probe, from, attempts }: ProbeResult, { width }: Page): string[] {
  const outcomes = Map.groupBy(attempts, ({ outcome }) => outcome)
  const parts = [...outcomes].map(([outcome, same]) => {
    const servers = Map.groupBy(
      same.filter(({ server }) => server !== undefined),
      ({ server }) => server,
    )
    const shares = [...servers].map(([server, served]) => `${server} ${served.length}`).sort()
    return `${same.length} ${outcome}${shares.length > 0 ? ` (${shares.join(', ')})` : ''}`
  })
  return labelled(
    width,
    `${' '.repeat(TIME)}  ${probe} from ${from}: `,
    parts.join(', ') || count(0, 'attempt'),
  )
}
