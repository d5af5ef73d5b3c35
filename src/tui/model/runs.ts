import { moved, stepOf } from './cursor.ts'
import type { Updated } from './messages.ts'
import type { RunsScreen, Size } from './types.ts'

/** What a key does in the list of saved runs. */
export function runsKey(screen: RunsScreen, key: string, size: Size): Updated<RunsScreen> {
  const runs = screen.runs ?? []
  const step = stepOf(key, size)
  if (step !== undefined) return [{ ...screen, cursor: Math.max(0, moved(screen.cursor, step, runs.length)) }]
  const chosen = runs[screen.cursor]
  if (chosen && (key === 'enter' || key === 'right'))
    return [screen, { type: 'open-run', folder: chosen.folder }]
  return [screen]
}
