import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import { CAUSES } from '../causes.ts'
import type { FaultDeclaration } from '../change.ts'
import { expectationIds } from '../expectations/ids.ts'
import { type Entry, type Path, placeOf } from '../text/tree.ts'
import type { Resolution } from './resolve.ts'
import type { FaultData } from './schema.ts'

/**
 * What a fault declares, checked against the lab with the fault applied: expectations that exist there, a cause
 * that is known, nodes that are there.
 */
export function declare(
  fault: FaultData,
  entry: Entry,
  { resolved, topology }: Resolution,
  errors: Diagnostic[],
): FaultDeclaration {
  const check = (path: Path, word: string, known: readonly string[], message: string, what: string) => {
    if (known.includes(word)) return
    const remedy = `${what}: ${known.join(', ')}.`
    errors.push(diagnose('error', placeOf(entry.value, path), message, { known, word, remedy }))
  }
  const fails = listOf(fault.fails, 'fails')
  const at = listOf(fault.at, 'at')
  const ids = expectationIds(resolved?.expectations ?? [])
  const nodes = [...new Set(resolved?.nodes.flatMap((node) => [node.role, node.name]))]
  for (const { word, path } of resolved ? fails : [])
    check(path, word, ids, `nothing in this lab is expected as "${word}"`, 'Expected in this lab')
  for (const { word, path } of resolved ? at : [])
    check(path, word, nodes, `there is no node "${word}"`, 'Nodes of this lab')
  const { because } = fault
  check(['because'], because, Object.keys(CAUSES), `unknown cause "${because}"`, 'Known causes')
  const named = at.flatMap(({ word }) => topology?.inventory.named(word) ?? [])
  return { fails: [fault.fails].flat(), because, nodes: [...new Set(named.map((host) => host.name))] }
}

function listOf(given: string | readonly string[], key: string): { word: string; path: Path }[] {
  if (typeof given === 'string') return [{ word: given, path: [key] }]
  return given.map((word, index) => ({ word, path: [key, index] }))
}
