import { type Comparison, lacks } from '../../compare/comparison.ts'
import { type Growth, hasGaps } from '../../compare/growth.ts'
import type { Page } from '../page.ts'
import { comparisonSheets } from './comparison.ts'
import { growthSheets } from './growth.ts'
import { plotLines } from './plot.ts'
import { sheetLines, sheetMarkdown } from './sheet.ts'
import { growthSvg } from './svg.ts'

/** What was measured, in every form in which it is told. */
export interface Account {
  readonly lines: (page: Page) => string[]
  readonly markdown: string
  readonly data: object
  /** Whether everything in it was measured or tried. */
  readonly complete: boolean
  /** Drawings that the Markdown shows: name → content. */
  readonly drawings: Readonly<Record<string, string>>
}

export function comparisonAccount(comparison: Comparison): Account {
  const sheets = comparisonSheets(comparison)
  return {
    lines: (page) => sheets.flatMap((sheet) => [...sheetLines(sheet, page), '']),
    markdown: document('Forwarding modes side by side', sheets.map(sheetMarkdown)),
    data: comparison,
    complete: !lacks(comparison),
    drawings: {},
  }
}

const DRAWING = 'load.svg'

export function growthAccount(growth: Growth): Account {
  const sheets = growthSheets(growth)
  const plots = (page: Page) => growth.series.map((one) => plotLines(one, page.width))
  return {
    lines: (page) =>
      sheets.flatMap((sheet, index) => [...sheetLines(sheet, page), '', ...(plots(page)[index] ?? []), '']),
    markdown: document("The director's load in each forwarding mode", [
      ...sheets.map(sheetMarkdown),
      `![Load over servers and sizes, both axes logarithmic](${DRAWING})`,
    ]),
    data: growth,
    complete: !hasGaps(growth),
    drawings: { [DRAWING]: growthSvg(growth) },
  }
}

const document = (title: string, parts: readonly string[]): string => [`# ${title}`, ...parts].join('\n\n')
