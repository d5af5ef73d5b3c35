import type { Hop, Journey } from '../../../journey/types.ts'
import { type Tenure, tenuresOf } from '../../timeline/tenures.ts'
import { frameOf, receiver, sender, type View } from '../../view.ts'
import { frameText } from '../../words.ts'
import type { Failover, FailoverDetector } from './scene.ts'
import { strayRequests } from './stray.ts'

/** A packet that taught the switch where a MAC is, and a request that went there. */
interface Taught {
  readonly sent: Sent
  readonly stray: Hop
}

interface Sent {
  readonly journey: Journey
  readonly hop: Hop
}

/**
 * A switch sends what is for a MAC to where it last saw that MAC send (IEEE 802.1D, section 7.8). With a virtual one
 * this need not be the master: a backup that joins its groups sends with it as well.
 */
export const macMoved: FailoverDetector = (scene) => {
  for (const tenure of tenuresOf(scene.view, scene.vip, scene.among)) {
    const taught = taughtIn(scene, tenure)
    const [first] = taught
    if (first === undefined) continue
    const { journey, hop } = first.sent
    const taker = sender(scene.view, hop)
    const strays = taught.map(({ stray }) => frameOf(stray))
    return {
      nodes: [taker],
      text: `${taker} sent ${journey.summary} (${frameText([frameOf(hop)])}) from ${hop.sourceMac}, the MAC with which ${tenure.node} had ${scene.vip}: the switch learnt that it is at ${taker}, where requests went (${frameText(strays)}).`,
      remedy: `keepalived.conf: without use_vmac, or with a shorter advert_int: each advert of ${tenure.node} tells the switch again`,
    }
  }
  return undefined
}

/** Requests that went to another node because that was the last to send with their MAC. */
function taughtIn(scene: Failover, tenure: Tenure): Taught[] {
  const { view } = scene
  const strays = strayRequests(scene, tenure).filter((stray) => view.sharedMacs.has(stray.destinationMac))
  const sent = strays.length === 0 ? [] : sentWith(view, new Set(strays.map((one) => one.destinationMac)))
  return strays.flatMap((stray): Taught[] => {
    const last = sent.findLast(
      ({ hop }) => hop.sourceMac === stray.destinationMac && frameOf(hop) < frameOf(stray),
    )
    return last && sender(view, last.hop) === receiver(view, stray) ? [{ sent: last, stray }] : []
  })
}

/** What was sent with some MACs, in order. */
function sentWith(view: View, macs: ReadonlySet<string>): Sent[] {
  const all = view.journeys.flatMap((journey) =>
    journey.hops.filter((hop) => macs.has(hop.sourceMac)).map((hop) => ({ journey, hop })),
  )
  return all.toSorted((one, other) => frameOf(one.hop) - frameOf(other.hop))
}
