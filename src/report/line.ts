import type { RunEvent } from '../events/types.ts'
import { emptyView, fold, type RunView, type StepView } from '../events/view.ts'
import { journeyLines, type Page } from './journeys.ts'
import type { Paint } from './paint.ts'
import type { Reporter, Screen } from './reporter.ts'
import { doneStep, headLines, probeLines, runningStep } from './steps.ts'
import { summaryLines } from './summary.ts'
import { verdictLines } from './verdicts.ts'

export interface LineOptions {
  readonly screen: Screen
  readonly paint: Paint
  /** Show what is folded otherwise. */
  readonly all: boolean
}

const WIDEST = 120
const TICK_MS = 100
const ERASE_LINE = '\r\x1b[K'

/** Columns to fill: the terminal's, 80 where there is none, and no more than can be read with ease. */
export const pageWidth = (screen: Screen): number => Math.min(screen.columns || 80, WIDEST)

/** Steps as they happen, then journeys, verdicts and summary. */
export function lineReporter({ screen, paint, all }: LineOptions): Reporter {
  let view = emptyView
  const page = (): Page => ({ width: pageWidth(screen), paint, all })
  const ticker = screen.isTTY ? stepTicker(screen, page) : { show: () => {}, hide: () => {} }
  const print = (lines: readonly string[]) => {
    if (lines.length > 0) screen.write(`${lines.join('\n')}\n`)
  }
  const handle = (event: RunEvent) => {
    view = fold(view, event)
    ticker.hide()
    print(linesFor(view, event, page()))
    const running = view.steps.find((step) => step.state === 'running')
    if (running && event.type !== 'run-ended') ticker.show(running, event.at)
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
  view.steps.flatMap((step) => (step.state === 'running' ? [runningStep(step, now, page)] : []))

const judgement = (view: RunView, page: Page): string[] => [
  ...journeyLines(view, page),
  ...verdictLines(view.verdicts, page),
]

type Running = StepView & { readonly state: 'running' }

/** Keeps the running step on the terminal's last line, with the time that it has taken so far. */
function stepTicker(screen: Screen, page: () => Page) {
  let timer: NodeJS.Timeout | undefined
  const hide = () => {
    if (timer) screen.write(ERASE_LINE)
    clearInterval(timer)
    timer = undefined
  }
  const show = (step: Running, now: number) => {
    const offset = Date.now() - now
    const draw = () => screen.write(ERASE_LINE + runningStep(step, Date.now() - offset, page()))
    draw()
    timer = setInterval(draw, TICK_MS).unref()
  }
  return { show, hide }
}
