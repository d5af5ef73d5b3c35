import type { Node } from '../../../lab/topology/types.ts'
import { doubtsAt } from '../../soundness.ts'
import { lasting, timeOf } from '../../timeline/clock.ts'
import { tenuresOf } from '../../timeline/tenures.ts'
import { pointsOf } from '../../topology.ts'
import { frameOf, type View } from '../../view.ts'
import { frameText, listed } from '../../words.ts'
import { type Advert, advertText, allAdverts } from '../adverts.ts'
import { onNodes } from '../phrases.ts'
import type { Failover, FailoverDetector } from './scene.ts'

interface Pause {
  readonly node: string
  readonly before: Advert
  readonly after: Advert
  readonly ms: number
  /** A frame that shows that its link worked meanwhile. */
  readonly frame: number
}

/**
 * Processes that stood still for a while, and go on: a master that has its address all the time and the link to say
 * so, and says nothing for longer than any backup waits. A keepalived that is started anew takes over first.
 */
export const keepalivedStalled: FailoverDetector = (scene) => {
  const paused = scene.directors.flatMap((director) =>
    isMeant(scene, director) ? [] : pauses(scene, director),
  )
  if (paused.length === 0) return undefined
  const nodes = [...new Set(paused.map(({ node }) => node))]
  return {
    nodes,
    text: `${listed(paused.map((one) => pauseText(scene, one)))}: keepalived on ${listed(nodes)} stood still.`,
    remedy: onNodes(nodes, 'look what stopped keepalived, or kept the processor from it'),
  }
}

/** Whether the healthy lab's timeline makes it stand still. */
function isMeant({ meant }: Failover, { name }: Node): boolean {
  return meant.some(
    (event) => event.kind === 'freeze' && event.node === name && event.daemon === 'keepalived',
  )
}

function pauses({ view, vip, among }: Failover, { name, keepalived }: Node): Pause[] {
  const points = pointsOf(view.lab, name)
  const instances = keepalived?.director.instances ?? []
  const own = instances.find(({ addresses }) => addresses.some(({ address }) => address === vip))
  if (own === undefined || doubtsAt(view, points).length > 0) return []
  const patience = (own.downAdverts + 1) * own.advertSeconds * 1000
  const tenures = tenuresOf(view, vip, among).filter(({ node }) => node === name)
  const adverts = allAdverts({ view, vip }).filter(({ node }) => node === name)
  return adverts.slice(1).flatMap((after, index): Pause[] => {
    const before = adverts[index] as Advert
    const [from, to] = [timeOf(view, before.hop), timeOf(view, after.hop)]
    const held = tenures.some((tenure) => tenure.from <= from && tenure.to >= to)
    const frame = to - from > patience && held ? seenBetween(view, points, from, to) : undefined
    return frame === undefined ? [] : [{ node: name, before, after, ms: to - from, frame }]
  })
}

function seenBetween(view: View, points: readonly string[], from: number, to: number): number | undefined {
  const hops = view.journeys.flatMap((journey) => journey.hops)
  const own = hops.filter(({ sightings }) => sightings.some(({ point }) => points.includes(point)))
  const hop = own.find((one) => timeOf(view, one) > from && timeOf(view, one) < to)
  return hop && frameOf(hop)
}

function pauseText({ view, vip }: Failover, { node, before, after, ms, frame }: Pause): string {
  return `${node} had ${vip} all the time and a link that worked (${frameText([frame])}), and between ${advertText(view, before)} and ${frameText([frameOf(after.hop)])} said nothing for ${lasting(ms)}`
}
