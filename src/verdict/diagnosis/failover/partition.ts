import type { Hop } from '../../../journey/types.ts'
import { addressOf } from '../../prefix.ts'
import { hopText } from '../../say.ts'
import { doubtsAt } from '../../soundness.ts'
import { pointsOf } from '../../topology.ts'
import { frameOf, sender, type View } from '../../view.ts'
import { frameText, listed } from '../../words.ts'
import { stateOf } from '../scene.ts'
import type { Failover, FailoverDetector } from './scene.ts'

/** A backup takes over when it has missed three adverts (RFC 5798, section 6.1). */
const MISSED = 3

/**
 * What a director sends to another comes to its link unless something between them is broken: a filter would drop it
 * behind the place where it is captured.
 */
export const partition: FailoverDetector = (scene) => {
  const { view, among } = scene
  for (const from of among)
    for (const to of among) {
      if (from === to || isMeant(scene, from, to)) continue
      const missed = missedBy(scene, from, to)
      const [first] = missed
      if (first === undefined || missed.length < MISSED) continue
      const heard = [...new Set(missed.flatMap((hop) => hearers(view, hop)))]
      const others = heard.length === 0 ? '' : `, which ${listed(heard)} heard`
      return {
        nodes: [from, to],
        text: `${hopText(view, first)} and ${missed.length - 1} more adverts of ${from} (${frameText(missed.map(frameOf))}) never came to ${to}${others}: something on the way between ${from} and ${to} is cut.`,
        remedy: `let ${from} and ${to} hear each other again: no isolated ports, one VLAN, multicast not pruned`,
      }
    }
  return undefined
}

/** Adverts that a node sent to another, or to all, and that did not come there although its capture is sound. */
function missedBy(scene: Failover, from: string, to: string): Hop[] {
  const { view, vip } = scene
  const points = pointsOf(view.lab, to)
  if (doubtsAt(view, points).length > 0 || !hasCarriers(scene, to)) return []
  const adverts = view.journeys.filter(({ vrrp }) => vrrp?.addresses.includes(vip))
  const sent = adverts.flatMap(({ hops: [hop] }) => hop ?? []).filter((hop) => sender(view, hop) === from)
  return sent.filter(
    (hop) => isFor(scene, hop, to) && !hop.sightings.some(({ point }) => points.includes(point)),
  )
}

const GROUPS = ['224.0.0.18', 'ff02::12']

function isFor(scene: Failover, { destination }: Hop, node: string): boolean {
  const addresses = stateOf(scene, node).interfaces.flatMap((one) => one.addresses.map(addressOf))
  return GROUPS.includes(destination) || addresses.includes(destination)
}

function hasCarriers(scene: Failover, node: string): boolean {
  return stateOf(scene, node).interfaces.every(({ mac, carrier }) => mac === undefined || carrier)
}

function hearers(view: View, hop: Hop): string[] {
  const nodes = hop.sightings.flatMap(({ point }) => point.split(':')[0] ?? [])
  return nodes.filter((node) => node !== sender(view, hop))
}

/** Whether the healthy lab's timeline parts the two. */
function isMeant({ meant }: Failover, ...pair: readonly [string, string]): boolean {
  return meant.some((event) => event.kind === 'cut' && pair.every((node) => event.nodes.includes(node)))
}
