import { element } from './dom.ts'
import type { Row } from './rows.ts'
import { timeText } from './time.ts'

/** Rows that are printed; nobody reads more on paper. */
const MOST = 400

/** The rows as a table for paper, where nothing can be scrolled. */
export function printedTable(rows: readonly Row[]): HTMLElement {
  const heads = ['time', 'packet', 'hop', 'TTL', 'changed', 'frames']
  const lines = rows.slice(0, MOST).map(({ journey, hop, index }) => {
    const cells = [
      ...[timeText(hop.time), index === 0 ? journey.summary : '', hop.text, String(hop.ttl ?? '')],
      ...[hop.changed, hop.frames.join(' ')],
    ]
    return element('tr', {}, ...cells.map((cell) => element('td', {}, cell)))
  })
  const more =
    rows.length > MOST ? element('p', {}, `${rows.length - MOST} more hops, in the file.`) : undefined
  const head = element('tr', {}, ...heads.map((text) => element('th', {}, text)))
  return element(
    'div',
    {},
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines)),
    more,
  )
}
