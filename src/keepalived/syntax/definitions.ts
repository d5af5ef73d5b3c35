import { type Line, replaced } from './line.ts'

/** What stands for `$NAME`: one line, or several, each kept with the place at which it was written. */
type Definition = readonly [Line, ...Line[]]

const ASSIGNMENT = /^\$([A-Za-z_]\w*)[ \t]*=[ \t]*/

/** Name and first line of a definition, if a line is one: `$NAME=TEXT`. */
export function definitionIn({ text }: Line): { name: string; start: number } | undefined {
  const match = ASSIGNMENT.exec(text)
  return match?.[1] === undefined ? undefined : { name: match[1], start: match[0].length }
}

/** A reference ends before a blank, a comma, a parenthesis or the line's end, or it stands in braces. */
const REFERENCE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)(?=[ \t,)]|$))/g

/** Values of `$NAME`, replaced where they are used and not where they are defined. */
export class Definitions {
  readonly #lines = new Map<string, Definition>()

  set(name: string, value: Definition): void {
    this.#lines.set(name, value)
  }

  /**
   * The lines that a line becomes when its first known reference is replaced, or undefined if it has none. What
   * nobody defined stays as it is; several lines are put in only at the end of a line.
   */
  substitute(line: Line): readonly Line[] | undefined {
    for (const { 0: reference, 1: braced, 2: bare, index } of line.text.matchAll(REFERENCE)) {
      const [first, ...others] = this.#lines.get(braced ?? bare ?? '') ?? []
      const end = index + reference.length
      if (!first || (others.length > 0 && end < line.text.length)) continue
      const whole = index === 0 && end === line.text.length
      return [whole && others.length > 0 ? first : replaced(line, index, end, first.text), ...others]
    }
    return undefined
  }
}
