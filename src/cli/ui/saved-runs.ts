import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../../events/types.ts'
import { EVENTS_FILE } from '../../report/artifacts.ts'
import { folders } from '../../setup/folders.ts'
import type { SavedRun } from '../../tui/model/types.ts'

/** The newest runs below the user's state folder, newest first: their folders are named after the time. */
export function savedRuns(runs = folders().runs): SavedRun[] {
  if (!existsSync(runs)) return []
  const names = readdirSync(runs).toSorted().toReversed()
  return names.slice(0, MOST).flatMap((name) => savedRun(join(runs, name)) ?? [])
}

/** Older ones are opened by their folder. */
const MOST = 500

/** The first event says what was run, the last one how that ended. */
function savedRun(folder: string): SavedRun | undefined {
  const [first, last] = endsOf(join(folder, EVENTS_FILE)).map(parsed)
  if (first?.type !== 'run-started') return undefined
  const { lab, startedAt, change } = first
  const ended = last?.type === 'run-ended' ? { outcome: last.outcome, milliseconds: last.milliseconds } : {}
  return { folder, lab, startedAt, ...(change && { change: change.name }), ...ended }
}

/** Octets in which the first or the last event finds room. */
const ENOUGH = 16_384

/** First and last line of a file; of a file that is not there, none. */
function endsOf(path: string): string[] {
  if (!existsSync(path)) return []
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const [head = ''] = textAt(file, 0).split('\n')
    const tail = textAt(file, Math.max(0, size - ENOUGH)).trimEnd()
    return [head, tail.slice(tail.lastIndexOf('\n') + 1)]
  } finally {
    closeSync(file)
  }
}

function textAt(file: number, position: number): string {
  const buffer = Buffer.alloc(ENOUGH)
  return buffer.toString('utf8', 0, readSync(file, buffer, 0, ENOUGH, position))
}

function parsed(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
