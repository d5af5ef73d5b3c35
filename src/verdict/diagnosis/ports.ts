import type { Journey } from '../../journey/types.ts'
import { endpointText } from '../../lab/topology/endpoint.ts'
import { isReset, packetText } from '../say.ts'
import type { IpvsServer, NodeState } from '../types.ts'
import { frameOf, linkAddresses, sender } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, type Scene, serviceOf, stateOf } from './scene.ts'

/** ipvsadm takes `-g -r RIP:PORT`, and `-i` likewise, says nothing, and lists RIP with the port of the virtual service. */
export const portMapping: Detector = (scene) => {
  const { port, servers } = scene.roles
  const deaf = servers.filter((server) => listensElsewhere(stateOf(scene, server), port))
  const refusals = scene.traffic.replies.flatMap(({ journey }) => refusalBy(scene, deaf, journey))
  const [first] = refusals
  if (first === undefined) return undefined
  const listening = grouped(deaf, (server) => silence(scene, server, port))
  return {
    nodes: deaf,
    text: `${first}: ${listening}. Neither direct routing nor a tunnel changes the port: the packet arrives as the client sent it, whatever port ipvsadm was given.`,
    remedy: `let ${listed(deaf)} listen on port ${port}, or use a method that rewrites: ipvsadm -a … -m`,
  }
}

/** IPVS translates to the port that it was given; whether somebody listens there it does not ask. */
export const wrongPort: Detector = (scene) => {
  const { director, vip, port, servers } = scene.roles
  const wrong = servers.flatMap((server) => {
    const entry = entryOf(scene, server)
    return entry && listensElsewhere(stateOf(scene, server), entry.port) ? [{ server, entry }] : []
  })
  const deaf = wrong.map(({ server }) => server)
  const [refusal] = scene.traffic.replies.flatMap(({ journey }) => refusalBy(scene, deaf, journey))
  const [first] = wrong
  if (refusal === undefined || first === undefined) return undefined
  const { address } = first.entry
  const [right = port] = stateOf(scene, first.server).listening
  const service = `-t ${endpointText({ address: vip, port })}`
  return {
    nodes: deaf,
    text: `${refusal}: ${grouped(deaf, (server) => silence(scene, server, entryOf(scene, server)?.port))}. IPVS sends to the port that it was given, and asks nobody.`,
    remedy: onNodes(
      [director],
      `ipvsadm -a ${service} -r ${endpointText({ address, port: right })} -m`,
      `ipvsadm -d ${service} -r ${endpointText(first.entry)}`,
    ),
  }
}

/** A real server as the director's kernel lists it. */
function entryOf(scene: Scene, server: string): IpvsServer | undefined {
  const held = linkAddresses(stateOf(scene, server))
  return serviceOf(scene)?.servers.find(({ address }) => held.includes(address))
}

function silence(scene: Scene, server: string, port: number | undefined): string {
  return `nothing listens on port ${port}, but on ${listed(stateOf(scene, server).listening.map(String))}`
}

const listensElsewhere = ({ listening }: NodeState, port: number): boolean =>
  listening.length > 0 && !listening.includes(port)

function refusalBy({ view }: Scene, servers: readonly string[], journey: Journey): string[] {
  const [hop] = journey.hops
  if (hop === undefined || !isReset(journey) || !servers.includes(sender(view, hop))) return []
  return [`${packetText(view, hop, journey)} (${frameText([frameOf(hop)])})`]
}
