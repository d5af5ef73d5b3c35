import { stripVTControlCharacters } from 'node:util'

export { count, listed } from '../verdict/words.ts'

/** A text that came from packets or programs, made harmless: no control sequence reaches the terminal. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/\p{Cc}/gu, '·')

/** Columns that a text without control sequences takes on a terminal. */
export const widthOf = (text: string): number => [...text].length

/** Fills a text up with spaces on its right. */
export const padTo = (width: number, text: string): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Printable lines of at most `width` columns, broken at spaces; a longer word has a line of its own. */
export function wrap(width: number, text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.trim().split(/\s+/).map(printable)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

/** A text behind a label, wrapped, later lines under the first. */
export function labelled(width: number, label: string, text: string): string[] {
  const indent = ' '.repeat(widthOf(label))
  return wrap(Math.max(20, width - indent.length), text).map(
    (line, index) => (index === 0 ? label : indent) + line,
  )
}

/** Cut to `width` columns, with an ellipsis where something is missing. */
export const cut = (width: number, text: string): string =>
  widthOf(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join('')}…`

/** Milliseconds as seconds to hundredths: `0.41 s`. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`

/** Runs of numbered names as a range, in the order given: rs1, rs2, rs3, gw → `rs1-rs3 gw`. */
export function ranges(names: readonly string[]): string[] {
  const runs: string[][] = []
  for (const name of names) {
    const run = runs.at(-1)
    if (run && follows(run.at(-1) ?? '', name)) run.push(name)
    else runs.push([name])
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run))
}

function follows(before: string, name: string): boolean {
  const [stem, number] = numbered(before)
  const [nextStem, nextNumber] = numbered(name)
  return stem === nextStem && nextNumber === number + 1
}

/** A replica's name taken apart: `rs12` → [`rs`, 12]; NaN where it ends in no number. */
export function numbered(name: string): [stem: string, number: number] {
  const digits = /\d+$/.exec(name)?.[0] ?? ''
  return [name.slice(0, name.length - digits.length), digits === '' ? Number.NaN : Number(digits)]
}
