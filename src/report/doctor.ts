import type { Page } from './page.ts'
import { labelled, listed, padTo, widthOf } from './text.ts'

/** One thing that lvslab needs or could use, and whether this machine has it. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was found, or what is missing, in a few words. */
  readonly found: string
  /** What cannot be done without it. */
  readonly cost?: string
  /** The one command that helps, where there is one. */
  readonly remedy?: string
}

/** What the checks add up to. */
export interface Machine {
  readonly checks: readonly Check[]
  /** Kernels that labs can run in, as --kernel names them. */
  readonly kernels: readonly ('uml' | 'host')[]
}

/** Each check in a line; for what is missing also what that costs and the one command that helps. */
export function doctorLines({ checks, kernels }: Machine, page: Page): string[] {
  const nameWidth = Math.max(...checks.map(({ name }) => widthOf(name)))
  const run = kernels.map((kernel) => `--kernel ${kernel}`)
  const end = run.length > 0 ? `Labs run here with ${listed(run)}.` : 'No lab runs here.'
  return [...checks.flatMap((check) => checkLines(check, nameWidth, page)), '', page.paint('bold', end)]
}

const MISSING = 'MISSING'

function checkLines({ name, ok, found, cost, remedy }: Check, nameWidth: number, page: Page): string[] {
  const word = padTo(MISSING.length, ok ? 'OK' : MISSING)
  const head = `${word}  ${padTo(nameWidth, name)}  `
  const below = (label: string, text = '') =>
    text === '' ? [] : labelled(page.width, `${padTo(widthOf(head), '')}${label} `, text)
  const [first = '', ...rest] = labelled(page.width, head, found)
  return [
    page.paint(ok ? 'green' : 'yellow', word) + first.slice(word.length),
    ...rest,
    ...below('costs: ', cost),
    ...below('remedy:', remedy),
  ]
}
