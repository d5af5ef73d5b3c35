import type { Paint } from '../../report/paint.ts'
import { foundLabs } from '../model/labs.ts'
import type { LabEntry, LabsScreen, Size } from '../model/types.ts'
import { bodySize, insideOf, type ScreenView } from './layout.ts'
import { row } from './row.ts'
import { fill, fillLeft, widthOf } from './text.ts'
import { positionText, windowOf } from './window.ts'

/** The list of labs with their titles and numbers of faults. */
export function labsView(screen: LabsScreen, size: Size, paint: Paint): ScreenView {
  const body = bodySize(size)
  const { columns, rows } = insideOf(body)
  const found = foundLabs(screen)
  const { from, to } = windowOf(found.length, screen.cursor, rows)
  const names = Math.max(0, ...screen.labs.map(({ name }) => widthOf(name)))
  const lines = found.slice(from, to).map((entry, index) => {
    const chosen = from + index === screen.cursor
    return labRow(entry, { columns, names, chosen, lives: screen.live.has(entry.name) }, paint)
  })
  return {
    path: [],
    status:
      screen.labs.length === found.length
        ? `${found.length} labs`
        : `${found.length} of ${screen.labs.length} labs`,
    body: {
      title: 'Labs',
      note: positionText(screen.cursor, found.length),
      focused: true,
      size: body,
      lines: lines.length > 0 || screen.query === '' ? lines : [paint('dim', nothingHas(screen.query))],
    },
    hints: hintsOf(screen),
  }
}

const nothingHas = (query: string): string => `  no lab has "${query}" in its name or title`

function hintsOf({ searching, query }: LabsScreen): ScreenView['hints'] {
  if (searching)
    return [
      ['search', `${query}▏`],
      ['enter', 'open'],
      ['esc', 'end the search'],
    ]
  const search =
    query === '' ? ([['/', 'search']] as const) : ([['esc', `end the search for "${query}"`]] as const)
  return [['enter', 'open'], ['r', 'run'], ['u', 'start live'], ...search, ['o', 'saved runs']]
}

interface Look {
  readonly columns: number
  readonly names: number
  readonly chosen: boolean
  readonly lives: boolean
}

const FAULTS = '99 faults'.length
const GAP = '  '

function labRow({ name, read }: LabEntry, { columns, names, chosen, lives }: Look, paint: Paint): string {
  const faults = read?.changes.filter(({ kind }) => kind === 'fault').length ?? 0
  const room = columns - names - FAULTS - 2 * GAP.length - 2
  const title = read === undefined ? '…' : (read.title ?? 'has mistakes: lvslab validate says which')
  const text = lives ? `● live  ${title}` : title
  const cells = [fill(names, name), fill(room, text), fillLeft(FAULTS, read ? countText(faults) : '')]
  return row(cells.join(GAP), chosen, paint)
}

const countText = (faults: number): string =>
  faults === 0 ? '' : `${faults} fault${faults === 1 ? '' : 's'}`
