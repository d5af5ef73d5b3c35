import type { RunView, StepView } from '../../events/view.ts'
import type { Page } from '../../report/page.ts'
import { probeLines } from '../../report/steps.ts'
import { summaryLines } from '../../report/summary.ts'
import { seconds } from '../../report/text.ts'
import { timelineLines } from '../../report/timeline/timeline.ts'
import { cut, fill, widthOf } from './text.ts'

const TIME = '999.99 s'.length

/** What a run is doing: every step from the start, how each probe ended, its timeline, and the outcome. `at` is the run's own time. */
export function stepsLines(view: RunView, at: number, page: Page): string[] {
  const titles = Math.max(0, ...view.steps.map(({ title }) => widthOf(title)))
  const ended = view.end !== undefined
  return [
    ...view.steps.flatMap((step) => [
      stepLine(step, { at, titles, ended }, page),
      ...view.probes
        .filter(({ probe }) => step.state === 'done' && step.title === `probe ${probe}`)
        .flatMap((result) => probeLines(result, page)),
    ]),
    ...timelineLines(view, page),
    ...summaryLines(view, page),
  ]
}

interface Clock {
  readonly at: number
  readonly titles: number
  readonly ended: boolean
}

function stepLine(step: StepView, { at, titles, ended }: Clock, { width, paint }: Page): string {
  const title = fill(titles, step.title)
  if (step.state === 'waiting') return paint('dim', cut(width, `· ${' '.repeat(TIME)}  ${title}`))
  if (step.state === 'done') {
    const line = `${seconds(step.milliseconds).padStart(TIME)}  ${title}  ${step.detail ?? ''}`
    return `${paint('green', '✓')} ${cut(width - 2, line.trimEnd())}`
  }
  const line = `${seconds(Math.max(0, at - step.startedAt)).padStart(TIME)}  ${title}`
  const [sign, text] = ended ? ['✗', `${line}  broken off`] : ['▸', line]
  return paint('bold', `${sign} ${cut(width - 2, text)}`)
}
