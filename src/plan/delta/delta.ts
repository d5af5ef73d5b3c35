import { isDeepStrictEqual } from 'node:util'
import { bridgesOf } from '../../lab/topology/bridges.ts'
import type { Lab } from '../../lab/types.ts'
import { bodySizes } from '../bodies.ts'
import { certificateOperations } from '../certificate.ts'
import { delayDelta } from '../delay.ts'
import { handMade, linkLines, namespaceLines, serviceLines, vlanLines } from '../lines.ts'
import { nameServerDelta } from '../resolver.ts'
import type { Operation, Plan, Step } from '../types.ts'
import { watchedNodes } from '../watched.ts'
import { daemonDelta } from './daemons.ts'
import { filterDelta } from './filters.ts'
import { ipDelta } from './ip.ts'
import { portDelta } from './ports.ts'
import { type Originals, settingDelta } from './settings.ts'

/** What turns a world in which one lab lives into one in which another does. */
export type Delta =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** Too much is different; why, in a few words. */
  | { readonly kind: 'rebuild'; readonly why: string }

/**
 * The difference of two labs as a plan, so that whatever else lives in the world goes on: open shells, daemons that
 * stay, what was changed by hand. `originals` are the sysctls that neither lab names, as they were before any was set.
 */
export function deltaOf(before: Lab, after: Lab, originals: Originals): Delta {
  const why = otherLinks(before, after)
  const ip = ipDelta(before, after)
  if (why !== undefined || ip === undefined) return { kind: 'rebuild', why: why ?? 'links change' }
  const steps: Step[] = [
    step('VLANs', portDelta(before, after)),
    step('delays', delayDelta(before, after)),
    step('settings', settingDelta(before, after, originals)),
    step('addresses and routes', ip),
    step('name servers', nameServerDelta(before, after)),
    step('netfilter rules', filterDelta(before, after)),
    step('virtual services', serviceDelta(before, after)),
    step('bodies', bodyDelta(before, after)),
    ...daemonDelta(before, after).map(({ title, operations }) => step(title, operations)),
  ]
  const plan = { captures: [], probes: [], steps: steps.filter(({ operations }) => operations.length > 0) }
  return { kind: 'plan', plan }
}

function step(title: string, operations: readonly Operation[]): Step {
  return { title, reason: 'What is different in the changed lab, and nothing else.', operations }
}

/** Nodes, networks, and what connects them. */
function otherLinks(before: Lab, after: Lab): string | undefined {
  const links = (lab: Lab) => [
    ...bridgesOf(lab).map((bridge) => linkLines(lab, bridge)),
    ...lab.nodes.map(vlanLines),
  ]
  if (!isDeepStrictEqual(namespaceLines(before), namespaceLines(after))) return 'it has other nodes'
  if (!isDeepStrictEqual(links(before), links(after))) return 'nodes are connected in another way'
  if (!isDeepStrictEqual(watchedNodes(before).map(nameOf), watchedNodes(after).map(nameOf)))
    return 'other nodes are watched'
  const same = isDeepStrictEqual(certificateOperations(before), certificateOperations(after))
  return same ? undefined : 'certificates change'
}

const nameOf = ({ name }: { readonly name: string }): string => name

/** A table that is different is loaded anew, without its connections: ipvsadm(8) has no way to compare. */
function serviceDelta(before: Lab, after: Lab): Operation[] {
  return after.nodes.flatMap((node, index): Operation[] => {
    const past = before.nodes[index] ?? node
    const lines = serviceLines(node)
    if (isDeepStrictEqual(serviceLines(past), lines) || handMade(past).length + handMade(node).length === 0)
      return []
    return [{ kind: 'ipvs', namespace: node.name, lines: [['-C'], ...lines] }]
  })
}

function bodyDelta(before: Lab, after: Lab): Operation[] {
  const sizes = bodySizes(after).filter((size) => !bodySizes(before).includes(size))
  return sizes.length === 0 ? [] : [{ kind: 'bodies', sizes }]
}
