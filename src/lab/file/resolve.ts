import type { Diagnostic } from '../../text/diagnostic.ts'
import { resolveExpectations } from '../expectations/expectations.ts'
import type { ExpectationSpec } from '../expectations/types.ts'
import { resolveProbes } from '../probes/probes.ts'
import type { Action, Probe } from '../probes/types.ts'
import { Findings } from '../text/findings.ts'
import { mergeMaps, type RawLab } from '../text/patch.ts'
import { entryOf, type MapTree, type Tree } from '../text/tree.ts'
import { substitute } from '../text/variables.ts'
import { resolveTimeline } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/types.ts'
import { warnOfPrivateVariable } from '../topology/private.ts'
import { mentionedAddresses, resolveTopology, type Topology } from '../topology/topology.ts'
import type { Lab } from '../types.ts'
import { checkShape } from './check.ts'
import { type LabData, labSchema, MOST_CHANGES } from './schema.ts'

/** A lab worked out from its file, without what belongs to the file as a whole. */
export type Resolved = Pick<
  Lab,
  'title' | 'vars' | 'networks' | 'nodes' | 'probes' | 'timeline' | 'expectations'
>

export interface Resolution {
  /** Shape of the file, less what was wrong in it; undefined when nothing useful was left. */
  readonly data?: LabData
  readonly resolved?: Resolved
  readonly topology?: Topology
  readonly findings: readonly Diagnostic[]
}

/** What a lab is looked at with when parts of it are missing. */
const NOTHING = { title: '?', networks: {}, nodes: {}, probes: {}, expect: [] }

/**
 * Works a lab out: variables, shape, topology, probes, expectations.
 *
 * @param healthy the healthy lab, which a fault's expectations and numbers of requests are drawn from
 */
export function resolveLab(
  raw: RawLab,
  seed: string,
  healthy?: Pick<Resolved, 'nodes' | 'timeline'>,
): Resolution {
  const early: Diagnostic[] = []
  const { tree, broken } = substitute(withReplicas(raw, early), early)
  const findings = new Findings(tree)
  for (const path of broken.toReversed()) findings.leaveOut(path)
  const data = checkShape(labSchema, findings, NOTHING)
  const done = () => [...early, ...findings.list]
  if (!data) return { findings: done() }
  checkChanges(data, findings)
  for (const [name, value] of Object.entries(data.vars ?? {}))
    warnOfPrivateVariable(name, `${value}`, findings)
  if (isUncounted(data, findings)) return { data, findings: done() }
  const patched = new Set(raw.replicas.keys())
  const topology = resolveTopology(data, patched, mentionedAddresses(tree), seed, findings)
  const { inventory, nodes } = topology
  const promising = healthy?.nodes ?? nodes
  const timeline = data.timeline && resolveTimeline(data.timeline, { nodes, inventory, findings })
  const lastsMs = timeline?.lastsMs
  const probes = resolveProbes(data.probes, { nodes, promising, inventory, lastsMs, findings })
  const sent = probes.filter((one) => one.kind !== 'run')
  const meant = (healthy ? healthy.timeline : timeline)?.events ?? []
  const setting = { inventory, probes: sent, promising, timeline, meant, findings }
  const expectations = resolveExpectations(data.expect, setting)
  return {
    data,
    topology,
    resolved: collect(data, topology, probes, timeline, expectations),
    findings: done(),
  }
}

/** Where a number of replicas is not to be had, nobody can tell which names are wrong. */
function isUncounted({ nodes }: LabData, findings: Findings): boolean {
  return Object.keys(nodes).some((role) => findings.lost(['nodes', role, 'replicas']))
}

function checkChanges({ faults = {}, variants = {} }: LabData, findings: Findings): void {
  const count = Object.keys(faults).length + Object.keys(variants).length
  const message = `a lab has at most ${MOST_CHANGES} faults and variants, not ${count}`
  if (count > MOST_CHANGES) findings.error(['faults'], message, { part: 'key' })
}

function collect(
  data: LabData,
  { networks, nodes }: Topology,
  probes: readonly (Probe | Action)[],
  timeline: Timeline | undefined,
  expectations: readonly ExpectationSpec[],
): Resolved {
  const vars = Object.fromEntries(Object.entries(data.vars ?? {}).map(([name, value]) => [name, `${value}`]))
  return { title: data.title, vars, networks, nodes, probes, ...(timeline && { timeline }), expectations }
}

/** Puts each replica that is patched alone beside its role, as the role's node with the patch applied. */
function withReplicas(raw: RawLab, errors: Diagnostic[]): MapTree {
  const nodes = entryOf(raw.tree, 'nodes')
  if (nodes?.value.kind !== 'map') return raw.tree
  const entries = new Map(nodes.value.entries)
  for (const [name, patch] of raw.replicas) {
    const role = entries.get(name.replace(/\d+$/, ''))?.value
    entries.set(name, { key: patch.key, value: role ? patchNode(role, patch.value, errors) : patch.value })
  }
  const value = { ...nodes.value, entries }
  return { ...raw.tree, entries: new Map([...raw.tree.entries, ['nodes', { ...nodes, value }]]) }
}

function patchNode(role: Tree, patch: Tree, errors: Diagnostic[]): Tree {
  if (role.kind !== 'map' || patch.kind !== 'map') return patch
  const { replicas: _, ...rest } = Object.fromEntries(role.entries)
  return mergeMaps({ ...role, entries: new Map(Object.entries(rest)) }, patch, errors)
}
