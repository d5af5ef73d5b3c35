import type { Change, FaultDeclaration } from '../lab/change.ts'
import type { Diagnosis, Verdict } from './types.ts'
import { listed } from './words.ts'

/** Whether a change did what it declares, or every reason why not, each in one line. */
export type Comparison = { readonly ok: true } | { readonly ok: false; readonly reasons: readonly string[] }

/**
 * What `lvslab test` asks of a change. A variant has to leave every promise kept. A fault has to break each that
 * it declares, and the diagnosis there has to name the declared cause and exactly the declared nodes; others may
 * break as well.
 */
export function compareWithDeclaration(change: Change, verdicts: readonly Verdict[]): Comparison {
  const reasons = [
    ...(verdicts.length === 0 ? ['nothing was judged'] : []),
    ...(change.kind === 'variant' ? verdicts.flatMap(notPassed) : faultReasons(change, verdicts)),
  ]
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons }
}

function notPassed({ expectation, status, observed }: Verdict): string[] {
  return status === 'pass' ? [] : [`${expectation} has to pass, but ${STATUS_WORDS[status]}: ${observed}`]
}

const STATUS_WORDS = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'is inconclusive',
  error: 'broke',
} as const

function faultReasons({ declares }: Change, verdicts: readonly Verdict[]): string[] {
  if (declares === undefined || declares.fails.length === 0) return ['the fault declares nothing that fails']
  const broken = verdicts.filter(({ status }) => status === 'error')
  return [
    ...broken.map(({ expectation, observed }) => `${expectation} broke: ${observed}`),
    ...declares.fails.flatMap((id) => declaredReasons(id, declares, verdicts)),
  ]
}

function declaredReasons(id: string, declares: FaultDeclaration, verdicts: readonly Verdict[]): string[] {
  const verdict = verdicts.find(({ expectation }) => expectation === id)
  if (verdict === undefined) return [`${id} was not judged`]
  if (verdict.status === 'error') return []
  if (verdict.status !== 'fail')
    return [`${id} has to fail, but ${STATUS_WORDS[verdict.status]}: ${verdict.observed}`]
  const { cause, nodes } = verdict.diagnosis ?? { cause: 'unknown', nodes: [] }
  if (cause === declares.because && sameNodes(nodes, declares.nodes)) return []
  return [
    `${id} failed for ${causeText({ cause, nodes })}, not for ${causeText({ cause: declares.because, nodes: declares.nodes })}`,
  ]
}

function sameNodes(found: readonly string[], declared: readonly string[]): boolean {
  return [...found].sort().join() === [...declared].sort().join()
}

function causeText({ cause, nodes }: Pick<Diagnosis, 'cause' | 'nodes'>): string {
  return nodes.length === 0 ? cause : `${cause} on ${listed(nodes)}`
}
