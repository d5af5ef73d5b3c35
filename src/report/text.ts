import { stripVTControlCharacters } from 'node:util'

export { count, listed } from '../verdict/words.ts'

/** A text that came from packets or programs, made harmless: no control sequence reaches the terminal. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/\p{Cc}/gu, '·')

/** Columns that a text without control sequences takes on a terminal. */
export const widthOf = (text: string): number => [...text].length

/** Fills a text up with spaces on its right. */
export const padTo = (width: number, text: string): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/**
 * Printable lines of at most `width` columns, broken at spaces. A longer word has a line of its own, or several where
 * it may be broken: behind each `joint`.
 */
export function wrap(width: number, text: string, joint?: string): string[] {
  const lines: string[] = []
  let line = ''
  const words = text.trim().split(/\s+/).map(printable)
  for (const word of words.flatMap((word) => (widthOf(word) > width ? broken(width, word, joint) : word))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

/** As few parts of a word as fit `width`, where its joints let them. */
function broken(width: number, word: string, joint: string | undefined): string[] {
  const lines: string[] = []
  for (const part of partsOf(word, joint)) {
    const longer = `${lines.at(-1) ?? ''}${part}`
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
}

const partsOf = (word: string, joint: string | undefined): string[] =>
  joint === undefined
    ? [word]
    : word.split(joint).map((part, index, all) => part + (index < all.length - 1 ? joint : ''))

/** Columns of the longest part of a text that {@link wrap} does not break. */
export const leastWidth = (text: string, joint?: string): number =>
  Math.max(
    ...text
      .split(/\s+/)
      .flatMap((word) => partsOf(word, joint))
      .map(widthOf),
  )

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
