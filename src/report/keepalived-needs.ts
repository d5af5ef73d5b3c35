import { type Director, type Need, needsOf } from '../keepalived/index.ts'
import type { Page } from './page.ts'
import { type Column, table } from './table.ts'
import { ranges } from './text.ts'

/** What real servers need beside the configuration: no keepalived.conf sets up anything there. */
export function needLines(director: Director, page: Page): string[] {
  const rows = needsOf(director).map((need) => [
    '',
    need.method,
    ranges(need.servers).join(', '),
    wants(need).join('; '),
  ])
  if (rows.length === 0) return []
  return [
    '  Real servers need, and have to be given on their own:',
    ...table(COLUMNS, rows, page.width, page.paint),
  ]
}

/** The empty first column indents as servers are below their service. */
const COLUMNS: readonly Column[] = [{}, {}, { shrinkTo: 20 }, { shrinkTo: 24 }]

function wants({ method, tunnel, hold, gateways }: Need): string[] {
  const held = hold.join(', ')
  if (method === 'NAT') return [`a default route through ${gateways.join(' or ') || 'the director'}`]
  if (method === 'DR') return [`${held || 'the address'} on lo`, 'arp_ignore 1', 'arp_announce 2']
  const device = tunnel === 'gre' ? 'gre0' : 'tunl0'
  return [
    `${device} up with ${held || 'the address'}`,
    'rp_filter 0',
    ...(tunnel === 'gue' ? ['the GUE port'] : []),
  ]
}
