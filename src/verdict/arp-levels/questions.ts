import type { ArpProbe } from '../../lab/probes/types.ts'
import type { Node } from '../../lab/topology/types.ts'
import { addressOf, covers } from '../prefix.ts'
import { listed } from '../words.ts'
import { replies } from './rules.ts'

/** A question that concerns a node, with what its level makes of it. */
export interface Question {
  readonly target: string
  readonly tell: string
  readonly reply: boolean
}

/** Each address that the probe asks for and the node holds, asked from each of its sources. */
export function questionsTo(node: Node, device: string, { hosts, sources }: ArpProbe): Question[] {
  const held = hosts.filter((host) => node.addresses.some(({ cidr }) => addressOf(cidr) === host))
  return sources.flatMap((tell) =>
    held.map((target) => ({ target, tell, reply: replies(node, device, target, tell) })),
  )
}

/** `replies for eth0 and lo`; `replies for eth0, but from another subnet for nothing` */
export function questionsText(node: Node, device: string, questions: readonly Question[]): string {
  const isNear = ({ tell }: Question) =>
    node.addresses.some((one) => one.interface === device && covers(one.cidr, tell))
  const near = placesText(node, questions.filter(isNear))
  const far = questions.filter((question) => !isNear(question))
  const other = far.length === 0 ? near : placesText(node, far)
  return `replies for ${near}${other === near ? '' : `, but from another subnet for ${other}`}`
}

function placesText(node: Node, questions: readonly Question[]): string {
  const places = questions.filter(({ reply }) => reply).map(({ target }) => placeOf(node, target))
  return listed(places) || 'nothing'
}

/** Where a node holds an address: `eth0`, `lo`, `lo/host`. */
export function placeOf({ addresses }: Node, target: string): string {
  const held = addresses.find(({ cidr }) => addressOf(cidr) === target)
  return `${held?.interface}${held?.scope === undefined ? '' : `/${held.scope}`}`
}
