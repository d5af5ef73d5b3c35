import type { Journey } from '../../journey/types.ts'
import { type Opening, octetsOf, openingOf } from '../opening.ts'
import { hopText } from '../say.ts'
import { frameOf, framesOf, repliesOf } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { onNodes } from './phrases.ts'
import { openedByProxy } from './proxy.ts'
import type { Detector, Scene } from './scene.ts'

/** A connection of the proxy with what it began with, and what came of it. */
interface Told {
  readonly server: string
  readonly opening: Opening
  /** The first packet with data from the server. */
  readonly answer: Journey | undefined
}

/** A server that waits for the PROXY protocol ends a connection that begins with anything else, and says nothing. */
export const proxyLineMissing: Detector = (scene) => {
  const mute = toldOf(scene).filter(({ opening, answer }) => !opening.proxyLine && answer === undefined)
  const [first] = mute
  if (first === undefined || toldOf(scene).some(({ answer }) => answer !== undefined)) return undefined
  const { director } = scene.roles
  const { request } = first.opening
  return {
    nodes: [director],
    text: `${seen(scene, mute)} began with ${request ? `${request.method} ${request.target}` : 'something else'}, and ${serversOf(mute)} ended every connection without a word: so does a server that waits for the PROXY protocol.`,
    remedy: onNodes([director], 'send-proxy on the server line of haproxy, proxy_protocol on in nginx'),
  }
}

/** One that does not know it takes the line for a request that it cannot read. */
export const proxyLineUnexpected: Detector = (scene) => {
  const bad = toldOf(scene).filter(({ opening, answer }) => opening.proxyLine && isBadRequest(scene, answer))
  const [first] = bad
  if (first === undefined) return undefined
  const { director } = scene.roles
  return {
    nodes: [director],
    text: `${seen(scene, bad)} began with the line of the PROXY protocol, and ${serversOf(bad)} took it for a request: 400 Bad Request (${frameText(bad.flatMap(({ answer }) => (answer ? framesOf(answer) : [])))}).`,
    remedy: `proxy_protocol on the listen line of ${serversOf(bad)}, or no send-proxy on ${director}`,
  }
}

function toldOf(scene: Scene): Told[] {
  return openedByProxy(scene).flatMap(({ exchange, server }) => {
    const opening = openingOf(scene.view, exchange)
    const answer = repliesOf(scene.view, exchange).find(({ payloadLength }) => payloadLength > 0)
    return opening ? [{ server, opening, answer }] : []
  })
}

const isBadRequest = ({ view }: Scene, answer: Journey | undefined): boolean =>
  answer !== undefined && /^HTTP\/1\.[01] 400 /.test(Buffer.from(octetsOf(view, answer)).toString('latin1'))

function seen({ view }: Scene, told: readonly Told[]): string {
  const hops = told.map(({ opening }) => opening.hop)
  return `${hopText(view, hops[0] as Opening['hop'])} (${frameText(hops.map(frameOf))})`
}

const serversOf = (told: readonly Told[]): string => listed([...new Set(told.map(({ server }) => server))])
