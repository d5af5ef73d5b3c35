import { moved, stepOf } from './cursor.ts'
import type { Updated } from './messages.ts'
import type { LabEntry, LabsScreen, Size } from './types.ts'

export const labsScreen: LabsScreen = {
  ...{ kind: 'labs', labs: [], query: '', searching: false, cursor: 0 },
  live: new Set(),
}

/** Labs in whose name or title some word begins with each word of the query, whatever its case. */
export function foundLabs({ labs, query }: LabsScreen): LabEntry[] {
  const asked = wordsOf(query)
  return labs.filter(({ name, read }) => {
    const words = wordsOf(`${name} ${read?.title ?? ''}`)
    return asked.every((start) => words.some((word) => word.startsWith(start)))
  })
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The list with one more lab, or with more known about one. */
export function withLab(screen: LabsScreen, entry: LabEntry): LabsScreen {
  const place = screen.labs.findIndex(({ file }) => file === entry.file)
  return { ...screen, labs: place < 0 ? [...screen.labs, entry] : screen.labs.with(place, entry) }
}

/** What a key does in the list of labs. */
export function labsKey(screen: LabsScreen, key: string, size: Size): Updated<LabsScreen> {
  if (screen.searching) return searchKey(screen, key, size)
  const step = stepOf(key, size)
  if (step !== undefined) return [movedBy(screen, step)]
  if (key === '/') return [{ ...screen, searching: true }]
  if (key === 'o') return [screen, { type: 'list-runs' }]
  if (key === 'escape') return [{ ...screen, query: '', cursor: 0 }]
  return onChosen(screen, key)
}

const movedBy = (screen: LabsScreen, step: number): LabsScreen => ({
  ...screen,
  cursor: moved(screen.cursor, step, foundLabs(screen).length),
})

function onChosen(screen: LabsScreen, key: string): Updated<LabsScreen> {
  const chosen = foundLabs(screen)[screen.cursor]
  if (!chosen) return [screen]
  const { file } = chosen
  if (key === 'enter' || key === 'right') return [screen, { type: 'open-lab', file }]
  if (key === 'r') return [screen, { type: 'run', file }]
  if (key === 'u') return [screen, { type: 'up', file }]
  return [screen]
}

/** Arrows move while the query is written; enter opens what they stand on. */
function searchKey(screen: LabsScreen, key: string, size: Size): Updated<LabsScreen> {
  if (key === 'enter') return onChosen({ ...screen, searching: false }, key)
  if (key === 'escape') return [{ ...screen, searching: false, query: '', cursor: 0 }]
  if (key === 'backspace') return [{ ...screen, query: screen.query.slice(0, -1), cursor: 0 }]
  if ([...key].length === 1) return [{ ...screen, query: screen.query + key, cursor: 0 }]
  const step = stepOf(key, size)
  return step === undefined ? [screen] : [movedBy(screen, step)]
}
