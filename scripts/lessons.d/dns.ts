import { lookupsOf, type Sent, sentText } from '../../src/verdict/dns/messages.ts'
import type { Taught } from './run.ts'
import { STEP, type Table } from './table.ts'

/** Every message of the first lookup of a probe; of replicas, whichever was asked, the role. */
export function dnsTable(probe: string, view: Taught): Table {
  const [lookup] = lookupsOf(view, probe)
  if (lookup === undefined || lookup.messages.length === 0) throw new Error(`no lookup of ${probe} was seen`)
  const rows = lookup.messages.map((sent) => ({ cells: [`\`${sentText(withRoles(view, sent))}\``], why: '' }))
  return { titles: [STEP, 'message'], rows }
}

function withRoles(view: Taught, sent: Sent): Sent {
  const roleOf = (node: string) => view.lab.nodes.find(({ name }) => name === node)?.role ?? node
  return { ...sent, from: roleOf(sent.from), to: roleOf(sent.to) }
}
