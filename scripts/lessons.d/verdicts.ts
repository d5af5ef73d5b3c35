import type { Taught } from './run.ts'
import type { Table } from './table.ts'

/**
 * What was observed under every verdict whose id begins with `PREFIX/`, alike put together: a row for each thing that
 * was observed, with the settings that led to it, as the verdicts' titles name them before the colon.
 */
export function verdictTable(prefix: string, { verdicts }: Taught): Table {
  const mine = verdicts.filter(({ expectation }) => expectation.startsWith(`${prefix}/`))
  if (mine.length === 0) throw new Error(`no verdict's id begins with ${prefix}/`)
  const rows = Map.groupBy(mine, ({ observed }) => observed)
  return {
    titles: ['observed', 'set'],
    rows: [...rows].map(([observed, alike]) => {
      const settings = alike.map(({ title }) => title.replace(/:.*/, '').replace(/^\S+ /, ''))
      return { cells: [observed, gathered(settings).join('; ')], why: '' }
    }),
  }
}

/** `4, 5, 6 on all` for 4 on all, 5 on all and 6 on all. */
function gathered(settings: readonly string[]): string[] {
  const places = Map.groupBy(settings, (setting) => /^\d+ (on \S+)$/.exec(setting)?.[1] ?? setting)
  return [...places].map(([place, alike]) =>
    alike[0] === place ? place : `${alike.map((one) => one.split(' ')[0]).join(', ')} ${place}`,
  )
}
