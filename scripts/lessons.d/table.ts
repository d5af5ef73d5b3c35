/** A measured table of a lesson. Its rows are numbered if its first title is `step`. */
export interface Table {
  readonly titles: readonly string[]
  readonly rows: readonly Row[]
}

export interface Row {
  /** Without the number and without the reason. */
  readonly cells: readonly string[]
  /** Written by people, in the last column. */
  readonly why: string
}

export const STEP = 'step'
/** Title of a first column of times, which are those of one run and compared with no other. */
export const SECONDS = 's'
const WHY = 'why'

/** Rows of such a table in Markdown; none where there is no table. */
export function tableIn(text: string): Table {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  const [head = [], , ...body] = lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  const first = head[0] === STEP ? 1 : 0
  return {
    titles: head.slice(0, -1),
    rows: body.map((cells) => ({ cells: cells.slice(first, -1), why: cells.at(-1) ?? '' })),
  }
}

/** The same rows with the reasons that an older table gives for them; a row that comes twice has its own reason. */
export function withReasons(table: Table, older: Table): Table {
  const left = [...older.rows]
  const rows = table.rows.map((row) => {
    const place = left.findIndex((one) => keyOf(one) === keyOf(row))
    return place < 0 ? row : { ...row, why: left.splice(place, 1)[0]?.why ?? '' }
  })
  return { ...table, rows }
}

/** What tells a row from others, while times, TTL and the like may change. */
const keyOf = ({ cells }: Row): string => (isTime(cells[0]) ? cells.slice(1) : cells.slice(0, 2)).join(' ')

const isTime = (cell = ''): boolean => /^\d+\.\d$/.test(cell)

/** Rows as they are compared. */
export function rowTexts({ titles, rows }: Table): string[] {
  const all = rows.map(({ cells }) =>
    cells
      .slice(titles[0] === SECONDS ? 1 : 0)
      .join(' | ')
      .trim(),
  )
  return titles[0] === SECONDS ? all.toSorted() : all
}

/** In Markdown, so that a lesson can speak of step 3. */
export function tableText({ titles, rows }: Table): string {
  const head = [...titles, WHY]
  const isNumbered = titles[0] === STEP
  const body = rows.map(({ cells, why }, index) => [...(isNumbered ? [`${index + 1}`] : []), ...cells, why])
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...body.map(line)].join('\n')
}

const line = (cells: readonly string[]): string =>
  `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`
