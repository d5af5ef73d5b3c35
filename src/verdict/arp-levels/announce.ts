import type { ArpAnnounceExpectation } from '../../lab/expectations/types.ts'
import type { Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import type { Expectation } from '../expectation.ts'
import { absent, every, type Finding, type Shown } from '../finding.ts'
import { type Ask, asks } from '../neighbour.ts'
import { addressOf } from '../prefix.ts'
import { nodeNamed, pointsOf, probeNamed, targetOf } from '../topology.ts'
import { attemptsOf } from '../traffic.ts'
import { frameOf, repliesOf, sender, type View } from '../view.ts'
import { whyOtherwise } from './causes.ts'
import { tells } from './rules.ts'
import { levelsText, linkOn } from './words.ts'

/** A node has a packet for `target` from its address `source`; its question for it then says "tell `tell`". */
interface Case {
  readonly probe: string
  readonly source: string
  readonly target: string
  readonly tell: string
  /** Where the question is captured. */
  readonly points: readonly string[]
}

/**
 * One promise a node: when it replies to a probe from the address that the probe is aimed at, its question for the
 * client tells the address that its arp_announce has it tell.
 */
export function arpAnnounce(lab: Lab, { probes, over }: ArpAnnounceExpectation): Expectation[] {
  return over.map((node) => {
    const device = node.interfaces[0]?.name ?? ''
    const cases = probes.map((probe) => caseOf(lab, node, probe))
    const expected = casesText(node, cases)
    return {
      id: `arp-announce/${node.name}`,
      stage: 'whole',
      title: `${levelsText(node, 'arp_announce')}: ${expected}`,
      expected,
      check: (view) => check(view, node, cases),
      explain: (view) => whyOtherwise(view, node, device, 'arp_announce'),
    }
  })
}

function caseOf(lab: Lab, node: Node, name: string): Case {
  const probe = probeNamed(lab, name)
  const client = nodeNamed(lab, probe.from)
  const shared = client.interfaces.find(({ network }) =>
    node.interfaces.some((one) => one.network === network),
  )
  const own = client.addresses.find((address) => address.interface === shared?.name)
  const target = addressOf(own?.cidr ?? '')
  const source = targetOf(probe).address
  const tell = tells(node, linkOn(node, shared?.network ?? ''), target, source)
  return { probe: name, source, target, tell, points: pointsOf(lab, probe.from, shared?.network) }
}

/** `tells 10.0.0.100; from 10.9.9.100 tells its own` */
function casesText(node: Node, cases: readonly Pick<Case, 'source' | 'tell'>[]): string {
  const own = node.addresses.filter((one) => one.interface !== 'lo').map(({ cidr }) => addressOf(cidr))
  const text = ({ source, tell }: Pick<Case, 'source' | 'tell'>) =>
    tell === source ? `tells ${tell}` : `from ${source} tells ${own.includes(tell) ? 'its own' : tell}`
  return cases.map(text).join('; ')
}

function check(view: View, node: Node, cases: readonly Case[]): Finding {
  const seen = cases.map((one) => ({
    ...one,
    asks: asks(view, node.name).filter(({ target }) => target === one.target),
  }))
  const silent = seen.find((one) => one.asks.length === 0)
  if (silent !== undefined)
    return absent(view, silent.points, `${node.name} did not ask for ${silent.target}`)
  const wording = { noun: 'case', none: '', points: [] }
  const finding = every(view, seen, wording, (one) => shown(view, node.name, one))
  const observed = casesText(
    node,
    seen.map(({ source, asks: [ask] }) => ({ source, tell: ask?.tell ?? '' })),
  )
  return { ...finding, observed }
}

/** The question, and the packet for whose sake it was asked. */
function shown(
  view: View,
  node: string,
  { probe, source, tell, asks: asked }: Case & { asks: Ask[] },
): Shown {
  const other = asked.find((ask) => ask.tell !== tell)
  if (other !== undefined)
    return { deviation: { text: `from ${source} tells ${other.tell}`, frame: other.frame } }
  const replies = attemptsOf(view, probe).flatMap(({ exchange }) =>
    exchange ? repliesOf(view, exchange) : [],
  )
  const sent = replies.flatMap(({ hops }) => hops.slice(0, 1))
  const reply = sent.find((hop) => hop.source === source && sender(view, hop) === node)
  if (reply === undefined) return { deviation: { text: `sent nothing from ${source}` } }
  return { frames: [...asked.map(({ frame }) => frame), frameOf(reply)] }
}
