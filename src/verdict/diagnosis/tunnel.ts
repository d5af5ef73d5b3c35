import type { Encapsulation, Hop } from '../../journey/types.ts'
import { hopText, packetText } from '../say.ts'
import type { InterfaceState } from '../types.ts'
import { frameOf } from '../view.ts'
import { frameText } from '../words.ts'
import { errorsFrom, repliesFrom, requestsTo, type Scene, type Sent, stateOf } from './scene.ts'

/** A real server with the first tunnel packet of a request that came to it. */
export interface Arrival {
  readonly server: string
  readonly hop: Hop
  /** The outer header. */
  readonly outer: Encapsulation
}

/** Real servers that tunnel packets came to, and that never answered a request. */
export function muteArrivals(scene: Scene): Arrival[] {
  return scene.roles.servers.flatMap((server) => {
    const hop = requestsTo(scene, server).find(({ encapsulation }) => encapsulation.length > 0)
    const outer = hop?.encapsulation.at(-1)
    if (hop === undefined || outer === undefined || repliesFrom(scene, server).length > 0) return []
    return [{ server, hop, outer }]
  })
}

/** The namespace's fallback device that unwraps such packets: GUE only takes off its own header and UDP's. */
export function unwrapperOf({ protocol }: Encapsulation): 'gre0' | 'tunl0' {
  return protocol === 'gre' ? 'gre0' : 'tunl0'
}

/** That device as the real server's kernel has it; undefined without the module. */
export function deviceOf(scene: Scene, { server, outer }: Arrival): InterfaceState | undefined {
  return stateOf(scene, server).interfaces.find(({ name }) => name === unwrapperOf(outer))
}

/** `rs1 got gw:rs1/DIP:RIP1 ipip [CIP:VIP] (frame 12)` */
export function arrivalText({ view }: Scene, { server, hop }: Arrival): string {
  return `${server} got ${hopText(view, hop)} (${frameText([frameOf(hop)])})`
}

/**
 * What a node says of tunnel packets by ICMP, to the director, which is their source, and how that passes it on to
 * the client. Undefined where it said nothing.
 */
export function refusalText(scene: Scene, node: string): string | undefined {
  const { director } = scene.roles
  const [error] = errorsFrom(scene, node)
  if (error === undefined) return undefined
  const about = error.journey.icmp?.cause
  const told = errorsFrom(scene, director).find(({ journey }) => journey.icmp?.cause === about)
  return `${sentText(scene, error)}${told ? `, which ${director} passes on as ${sentText(scene, told)}` : ''}`
}

function sentText({ view }: Scene, { hop, journey }: Sent): string {
  return `${packetText(view, hop, journey)} (${frameText([frameOf(hop)])})`
}
