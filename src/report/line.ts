import type { RunEvent } from '../events/types.ts'
import { emptyView, fold, type RunView } from '../events/view.ts'
import { journeyLines } from './journeys.ts'
import { type Page, pageWidth } from './page.ts'
import type { Paint } from './paint.ts'
import type { Reporter, Screen } from './reporter.ts'
import { statusLine } from './status-line.ts'
import { doneStep, headLines, probeLines, runningStep } from './steps.ts'
import { summaryLines } from './summary.ts'
import { timelineLines } from './timeline/timeline.ts'
import { verdictLines } from './verdicts.ts'

export interface LineOptions {
  readonly screen: Screen
  readonly paint: Paint
  /** Show what is folded otherwise. */
  readonly all: boolean
}

/** Steps as they happen, then journeys, verdicts and summary. */
export function lineReporter({ screen, paint, all }: LineOptions): Reporter {
  let view = emptyView
  const page = (): Page => ({ width: pageWidth(screen), paint, all })
  const status = statusLine(screen)
  const print = (lines: readonly string[]) => {
    if (lines.length > 0) screen.write(`${lines.join('\n')}\n`)
  }
  const handle = (event: RunEvent) => {
    view = fold(view, event)
    status.hide()
    print(linesFor(view, event, page()))
    const running = view.steps.find((step) => step.state === 'running')
    if (running && event.type !== 'run-ended')
      status.show((past) => runningStep(running, event.at + past, page()))
  }
  return { handle }
}

/** What one event adds to the output, once it has been folded into the view. */
function linesFor(view: RunView, event: RunEvent, page: Page): string[] {
  switch (event.type) {
    case 'run-started':
      return headLines(event, page)
    case 'step-ended': {
      const done = view.steps.findLast((step) => step.state === 'done' && step.title === event.title)
      return done?.state === 'done' ? doneStep(view, done, page) : []
    }
    case 'probe-ended':
      return probeLines(event.result, page)
    case 'run-ended':
      return [...brokenOff(view, event.at, page), ...judgement(view, page), ...summaryLines(view, page)]
    default:
      return []
  }
}

/** The step during which a run broke or was interrupted. */
const brokenOff = (view: RunView, now: number, page: Page): string[] =>
  view.steps.flatMap((step) =>
    step.state === 'running' ? [runningStep(step, now, page, ', broken off')] : [],
  )

const judgement = (view: RunView, page: Page): string[] => [
  ...journeyLines(view, page),
  ...timelineLines(view, page),
  ...verdictLines(view.verdicts, page),
]
