import type { Exchange } from '../../journey/types.ts'
import { isReset, isSyn, isSynAck, packetText } from '../say.ts'
import { serviceAt } from '../service.ts'
import { atServers } from '../traffic.ts'
import { frameOf, receiver, repliesOf, requestsOf, sender } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, type Scene, stateOf } from './scene.ts'

/** What looks like a balancer to the client, but has a handshake of its own with each side, is none of IPVS. */
export const proxyInPlace: Detector = ({ view, roles, traffic }) => {
  const { director } = roles
  const proxied = traffic.exchanges.find((one) => one.mode === 'proxy' && one.director === director)
  const outer = proxied && atServers(view, proxied)
  const answer = proxied && repliesOf(view, proxied).find(isSynAck)
  const syn = outer && requestsOf(view, outer).find(isSyn)
  const [near, far] = [answer?.hops[0], syn?.hops[0]]
  if (!near || !far || !answer || !syn || serviceAt(view, roles) !== undefined) return undefined
  return {
    nodes: [director],
    text: `${packetText(view, near, answer)} (${frameText([frameOf(near)])}) answers the client, and ${packetText(view, far, syn)} (${frameText([frameOf(far)])}) asks a server: two handshakes, and the IPVS table of ${director} does not have the service. A proxy serves it.`,
    remedy: onNodes([director], `end the proxy, and ipvsadm -A -t ${roles.vip}:${roles.port} -s rr`),
  }
}

/** A proxy learns that nobody listens only when it connects; what it tells the client then is its own affair. */
export const serverSilent: Detector = (scene) => {
  const refused = refusals(scene)
  const [first] = refused
  if (first === undefined) return undefined
  const silent = [...new Set(refused.map(({ server }) => server))]
  const { ports, director } = scene.roles
  const state = (server: string) => {
    const { listening } = stateOf(scene, server)
    const elsewhere = listening.length === 0 ? '' : `, but on ${listed(listening.map(String))}`
    return `nothing listens on port ${ports[server]}${elsewhere}`
  }
  return {
    nodes: silent,
    text: `${first.text} (${frameText(refused.map(({ frame }) => frame))}): ${grouped(silent, state)}. ${director} finds out by connecting, with a client waiting.`,
    remedy: `start the server on ${listed(silent)}, and have ${director} check its servers (option httpchk, health_check, …)`,
  }
}

interface Refusal {
  readonly server: string
  readonly text: string
  readonly frame: number
}

/** SYNs of the proxy that real servers answered by RST, where their kernels say that nobody listens. */
function refusals(scene: Scene): Refusal[] {
  const { view, roles } = scene
  return view.exchanges.flatMap((exchange) => {
    const server = askedBy(scene, exchange)
    const reset = repliesOf(view, exchange)[0]
    const hop = reset?.hops[0]
    if (server === undefined || !reset || !hop || !isReset(reset)) return []
    const port = roles.ports[server]
    if (port === undefined || stateOf(scene, server).listening.includes(port)) return []
    return [{ server, text: packetText(view, hop, reset), frame: frameOf(hop) }]
  })
}

/** The real server of an exchange that the proxy opened. */
function askedBy({ view, roles }: Scene, exchange: Exchange): string | undefined {
  const [first] = requestsOf(view, exchange)
  const [from, to] = [first?.hops[0], first?.hops.at(-1)]
  if (!from || !to || sender(view, from) !== roles.director) return undefined
  return roles.servers.find((server) => server === receiver(view, to))
}

/** Exchanges that the proxy opened with real servers, each with its server. */
export function openedByProxy(scene: Scene): { readonly exchange: Exchange; readonly server: string }[] {
  return scene.view.exchanges.flatMap((exchange) => {
    const server = askedBy(scene, exchange)
    return server === undefined ? [] : [{ exchange, server }]
  })
}
