import type { Hop } from '../../../journey/types.ts'
import { masterDownSeconds } from '../../../lab/keepalived/timers.ts'
import type { Node } from '../../../lab/topology/types.ts'
import { doubtsAt } from '../../soundness.ts'
import { lasting, timeOf } from '../../timeline/clock.ts'
import { pointsOn } from '../../topology.ts'
import { frameOf, sender, type View } from '../../view.ts'
import { frameText, listed } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { Failover, FailoverDetector } from './scene.ts'

/** By less than this a frame may be missed for some other reason. */
const MISSED = 3

interface Silence {
  readonly node: string
  readonly nic: string
  readonly ms: number
  /** Frames to everybody that others got meanwhile. */
  readonly missed: readonly Hop[]
}

/**
 * A director's link that had lost its carrier for a while: nothing came there or left, while others heard what was sent
 * to everybody. Who is only cut off from the other director takes over, and says so, before this is so long.
 */
export const linkSilent: FailoverDetector = (scene) => {
  const { view } = scene
  const silent = scene.directors.flatMap((director) =>
    director.interfaces
      .filter(({ link }) => !isMeant(scene, director.name, link))
      .flatMap((nic) => silencesOf(view, director, nic).filter(({ ms }) => ms > patienceMs(director))),
  )
  const nodes = [...new Set(silent.map(({ node }) => node))]
  if (nodes.length === 0) return undefined
  return {
    nodes,
    text: `${silent.map((one) => silenceText(view, one)).join('; ')}.`,
    remedy: onNodes(nodes, 'look after the cable and its port'),
  }
}

/** Whether the healthy lab's timeline takes the link down. */
function isMeant({ meant }: Failover, node: string, nic: string): boolean {
  return meant.some((event) => event.kind === 'down' && event.node === node && event.interface === nic)
}

/** Who hears of no master becomes one, and advertises (RFC 5798, section 6.4.2). */
function patienceMs({ keepalived }: Node): number {
  const instances = keepalived?.director.instances ?? []
  return 1000 * Math.max(...instances.map((one) => masterDownSeconds(one) + one.advertSeconds))
}

/** The times in which a link saw nothing, and others heard what was for everybody. */
function silencesOf(view: View, { name: node }: Node, nic: Node['interfaces'][number]): Silence[] {
  const point = `${node}:${nic.link}`
  if (doubtsAt(view, [point]).length > 0) return []
  const others = pointsOn(view.lab, nic.network).filter((one) => one !== point)
  const silences: Silence[] = []
  let since: number | undefined
  let missed: Hop[] = []
  for (const hop of hopsInOrder(view)) {
    const at = timeOf(view, hop)
    if (isSeenAt(hop, point)) {
      if (since !== undefined && missed.length >= MISSED)
        silences.push({ node, nic: nic.link, ms: at - since, missed })
      since = at
      missed = []
    } else if (isForAll(hop) && isHeard(hop, others)) missed.push(hop)
  }
  return silences
}

function hopsInOrder(view: View): Hop[] {
  const hops = view.journeys.flatMap((journey) => journey.hops)
  return hops.toSorted((one, other) => frameOf(one) - frameOf(other))
}

const isSeenAt = ({ sightings }: Hop, wanted: string): boolean =>
  sightings.some(({ point }) => point === wanted)

/** Broadcast, and the groups 224.0.0.x, which switches flood (RFC 4541, section 2.1.2). */
function isForAll({ destinationMac }: Hop): boolean {
  return destinationMac === 'ff:ff:ff:ff:ff:ff' || destinationMac.startsWith('01:00:5e:00:00:')
}

const isHeard = ({ sightings }: Hop, points: readonly string[]): boolean =>
  sightings.some(({ point, direction }) => direction === 'in' && points.includes(point))

function silenceText(view: View, { node, nic, ms, missed }: Silence): string {
  const from = listed([...new Set(missed.map((hop) => sender(view, hop)))])
  return `nothing came to ${nic} of ${node} or left it for ${lasting(ms)}, while others there heard ${from} (${frameText(missed.map(frameOf))})`
}
