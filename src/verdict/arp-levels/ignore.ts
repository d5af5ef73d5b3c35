import type { ArpIgnoreExpectation } from '../../lab/expectations/types.ts'
import type { ArpProbe } from '../../lab/probes/types.ts'
import type { Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import type { Expectation } from '../expectation.ts'
import { every, type Finding, inconclusive, provenBy, type Shown } from '../finding.ts'
import { asks, claims } from '../neighbour.ts'
import { nodeNamed, probeNamed } from '../topology.ts'
import { frameOf, sender, type View } from '../view.ts'
import { whyOtherwise } from './causes.ts'
import { placeOf, type Question, questionsText, questionsTo } from './questions.ts'
import { levelsText, linkOn } from './words.ts'

/** One promise a node: it replies to the questions of a probe, and keeps silent, as its arp_ignore has it. */
export function arpIgnore(lab: Lab, { probe, over }: ArpIgnoreExpectation): Expectation[] {
  const asked = probeNamed(lab, probe) as ArpProbe
  return over.map((node) => {
    const device = linkOn(node, networkOf(lab, asked))
    const questions = questionsTo(node, device, asked)
    const expected = questionsText(node, device, questions)
    return {
      id: `arp-ignore/${node.name}`,
      stage: 'whole',
      title: `${levelsText(node, 'arp_ignore')}: ${expected}`,
      expected,
      probe,
      check: (view) => check(view, node, device, asked, questions),
      explain: (view) => whyOtherwise(view, node, device, 'arp_ignore'),
    }
  })
}

/** The network that the questions go out to. */
function networkOf(lab: Lab, { from, device }: ArpProbe): string {
  return nodeNamed(lab, from).interfaces.find(({ name }) => name === device)?.network ?? ''
}

function check(
  view: View,
  node: Node,
  device: string,
  { from, device: link }: ArpProbe,
  questions: readonly Question[],
): Finding {
  const point = `${from}:${link}`
  const heard = signOfHearing(view, node.name, point)
  if (heard === undefined)
    return inconclusive(`${node.name} answered no broadcast, so its silence says nothing`)
  const seen = questions.flatMap((question) => observed(view, node.name, from, question) ?? [])
  if (seen.length < questions.length) return inconclusive(`${from} did not ask every question`)
  const wording = { noun: 'question', none: 'nobody asked', points: [point] }
  const finding = every(view, seen, wording, (one) => shown(node, heard, one))
  const text = questionsText(
    node,
    device,
    seen.map((one) => ({ ...one, reply: one.answers.length > 0 })),
  )
  const told = finding.status === 'pass' ? text : `${text} (${finding.observed})`
  return provenBy(view, [point], { ...finding, observed: told })
}

/** A question as it was captured, with the node's answers to it. */
interface Asked extends Question {
  readonly asked: number
  readonly answers: readonly number[]
}

function observed(view: View, node: string, by: string, question: Question): Asked | undefined {
  const { target, tell } = question
  const ask = asks(view, by).find((one) => one.broadcast && one.target === target && one.tell === tell)
  const mine = claims(view, target).filter((claim) => claim.by === node && claim.hop.destination === tell)
  return ask && { ...question, asked: ask.frame, answers: mine.map(({ frame }) => frame) }
}

/** Of silence, two frames are the proof: the question, and something that shows that the node hears broadcasts. */
function shown(node: Node, heard: number, { asked, answers, reply, target, tell }: Asked): Shown {
  const [answer] = answers
  if ((answer !== undefined) === reply) return { frames: [asked, answer ?? heard] }
  const place = placeOf(node, target)
  if (answer !== undefined) return { deviation: { text: `replies for ${place} to ${tell}`, frame: answer } }
  return { deviation: { text: `is silent for ${place} to ${tell}`, frame: asked, unseen: true } }
}

/**
 * A frame by which a node answered a broadcast: an echo reply, which it sends whatever its ARP levels are. Without
 * one its link may as well be down. Undefined where none was seen.
 */
function signOfHearing(view: View, node: string, point: string): number | undefined {
  const [hop] = view.journeys.flatMap(({ icmp, hops }) => {
    const [first] = hops
    const isReply = icmp?.type === 0 && first !== undefined && sender(view, first) === node
    return isReply && first.sightings.some((sighting) => sighting.point === point) ? [first] : []
  })
  return hop && frameOf(hop)
}
