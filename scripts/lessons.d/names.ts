import type { Lab } from '../../src/lab/types.ts'
import type { Row } from './table.ts'

/** Ports from here on are taken from a range, and mean nothing (ip_local_port_range). */
const FIRST_EPHEMERAL = 32768

/**
 * Rows without what differs from run to run: a replica is called by its role where no other of its role comes in, an
 * address that only one node of its kind has loses its number, and ephemeral ports are p, p′, p″.
 */
export function plainNames(rows: readonly Row[], lab: Lab, clientPort: number): Row[] {
  const text = rows.map(({ cells }) => cells.join(' ')).join('\n')
  const nodes = new Map(replicaWords(text, lab))
  const kinds = loneKinds(text)
  const ports = portWords(text, clientPort)
  const plain = (cell: string) =>
    cell
      .replace(/[\w-]+/g, (word) => nodes.get(word) ?? word)
      .replace(NUMBERED, (word, kind: string) => (kinds.has(kind) ? kind : word))
      .replace(/:(\d{5})\b/g, (all, port: string) => (ports.has(port) ? `:${ports.get(port)}` : all))
  return rows.map(({ cells, why }) => ({ cells: cells.map(plain), why }))
}

function replicaWords(text: string, { nodes }: Lab): [string, string][] {
  const used = nodes.filter(({ name }) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text))
  const lone = used.filter(({ role }) => used.filter((node) => node.role === role).length === 1)
  return lone.map(({ name, role }) => [name, role])
}

const NUMBERED = /\b(CIP|DIP|RIP|GW)\d+\b/g

/** `RIP2` is `RIP` where there is no `RIP1`. */
function loneKinds(text: string): Set<string> {
  const numbered = new Map([...text.matchAll(NUMBERED)].map(([word, kind = '']) => [word, kind]))
  const kinds = [...numbered.values()]
  return new Set(kinds.filter((kind) => kinds.filter((one) => one === kind).length === 1))
}

function portWords(text: string, clientPort: number): Map<string, string> {
  const found = [...text.matchAll(/:(\d{5})\b/g)].map(([, port = '']) => port)
  const ephemeral = new Set([String(clientPort), ...found.filter((port) => Number(port) >= FIRST_EPHEMERAL)])
  return new Map([...ephemeral].map((port, index) => [port, `p${'′'.repeat(index)}`]))
}
