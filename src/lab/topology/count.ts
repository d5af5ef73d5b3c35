import { isDeepStrictEqual } from 'node:util'
import type { Findings } from '../text/findings.ts'
import type { Member } from './host.ts'
import { linksOf, type OnSpec } from './links.ts'
import { nameProblem } from './names.ts'

/** What decides how many nodes a role is. */
export interface RoleSpec {
  readonly on: OnSpec
  readonly replicas?: number | undefined
}

/** Nodes of one lab: namespaces that a kernel has to hold. */
const MOST_NODES = 1000

type Specs = Readonly<Record<string, RoleSpec>>

/**
 * Nodes in file order: `rs` with two replicas is rs1 and rs2.
 *
 * @param patched names of replicas that stand beside their role because a patch named them alone
 * @param taken names of bridges, and what they are: nodes and bridges share one list of namespaces
 */
export function countOut(
  specs: Specs,
  patched: ReadonlySet<string>,
  taken: ReadonlyMap<string, 'network' | 'switch'>,
  findings: Findings,
): Member[] {
  const members = new Map<string, Member>()
  if (isTooMany(specs, findings)) return []
  for (const [role, spec] of Object.entries(specs)) {
    if (patched.has(role)) continue
    checkName(role, spec, findings)
    for (const member of replicasOf(role, spec, specs, patched)) {
      checkClash(member, members.get(member.name), taken, findings)
      members.set(member.name, member)
    }
  }
  for (const name of patched) if (!members.has(name)) refuseReplica(name, members, findings)
  return [...members.values()]
}

function isTooMany(specs: Specs, findings: Findings): boolean {
  const count = Object.values(specs).reduce((sum, { replicas = 1 }) => sum + replicas, 0)
  if (count <= MOST_NODES) return false
  findings.error(['nodes'], `a lab has at most ${MOST_NODES} nodes, not ${count}`, { part: 'key' })
  for (const role of Object.keys(specs)) findings.lose(['nodes', role])
  return true
}

function replicasOf(role: string, spec: RoleSpec, specs: Specs, patched: ReadonlySet<string>): Member[] {
  const common = { role, replica: 1, offset: 0, replicated: spec.replicas !== undefined }
  if (spec.replicas === undefined) return [{ ...common, name: role, ...written(role, spec) }]
  return Array.from({ length: spec.replicas }, (_, index) => {
    const name = `${role}${index + 1}`
    const mine = patched.has(name) ? specs[name] : undefined
    const offset = mine && !isDeepStrictEqual(mine.on, spec.on) ? 0 : index
    return {
      ...common,
      name,
      replica: index + 1,
      offset,
      ...(mine ? written(name, mine) : written(role, spec)),
    }
  })
}

function written(key: string, spec: RoleSpec): Pick<Member, 'path' | 'on'> {
  const path = ['nodes', key]
  return { path, on: linksOf(spec.on, [...path, 'on']) }
}

function checkName(role: string, spec: RoleSpec, findings: Findings): void {
  const longest = `${role}${spec.replicas ?? ''}-eth${Math.max(0, linksOf(spec.on, []).length - 1)}`
  const remedy = nameProblem(role, longest)
  if (remedy) findings.error(['nodes', role], `"${role}" cannot name a node`, { part: 'key', remedy })
}

function checkClash(
  { name, role, path }: Member,
  other: Member | undefined,
  taken: ReadonlyMap<string, 'network' | 'switch'>,
  findings: Findings,
): void {
  const part = 'key'
  const what = taken.get(name)
  if (what) findings.error(path, `"${name}" is the name of a ${what} already`, { part })
  if (!other) return
  const replicated = other.role === name ? role : other.role
  const message = `two nodes are called "${name}": one is a replica of "${replicated}"`
  findings.error(['nodes', name], message, { part })
}

function refuseReplica(name: string, members: ReadonlyMap<string, Member>, findings: Findings): void {
  const known = [...members.keys()]
  findings.error(['nodes', name], `there is no replica "${name}"`, { part: 'key', known, word: name })
}
