import { closeSync, existsSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../events/types.ts'
import { emptyView, fold } from '../events/view.ts'
import { annotateCapture } from '../wire/annotate.ts'
import { frameComments } from './comments.ts'
import type { Reporter } from './reporter.ts'
import { resultOf } from './result.ts'

export const EVENTS_FILE = 'events.jsonl'
export const RESULT_FILE = 'result.json'

/** Writes all that is told about a run into its folder; `capture` is the name of its capture. */
export function artifactWriters(folder: string, capture: string): Reporter[] {
  return [eventsWriter(folder), resultWriter(folder), commentWriter(join(folder, capture))]
}

/**
 * Writes events.jsonl below `folder`, each event at once, so that a run that is killed leaves everything up to
 * there. Throws the system's error when the file cannot be written.
 */
export function eventsWriter(folder: string): Reporter {
  const file = openSync(join(folder, EVENTS_FILE), 'wx')
  const handle = (event: RunEvent) => {
    writeSync(file, `${JSON.stringify(event)}\n`)
    if (event.type === 'run-ended') closeSync(file)
  }
  return { handle }
}

/** Writes result.json below `folder` when the run has ended; it is whole or not there. */
export function resultWriter(folder: string): Reporter {
  let view = emptyView
  const handle = (event: RunEvent) => {
    view = fold(view, event)
    if (!view.start || !view.end) return
    const path = join(folder, RESULT_FILE)
    writeFileSync(`${path}.part`, `${JSON.stringify(resultOf(view, view.start, view.end), undefined, 2)}\n`)
    renameSync(`${path}.part`, path)
  }
  return { handle }
}

/**
 * Writes a comment on each frame of the run's capture at `path` when the run has been judged and is over. Throws where
 * it cannot.
 */
export function commentWriter(path: string): Reporter {
  let view = emptyView
  const handle = (event: RunEvent) => {
    view = fold(view, event)
    if (event.type !== 'run-ended' || view.journeys.length === 0 || !existsSync(path)) return
    const comments = frameComments(view)
    const problem = annotateCapture(path, (id) => comments.get(id))
    if (problem) throw problem
  }
  return { handle }
}
