import { payloadOf } from '../journey/payload.ts'
import type { Exchange, Hop, Journey } from '../journey/types.ts'
import { type RequestHead, readRequestHead } from '../wire/http-request.ts'
import { type ProxyLine, readProxyLine } from '../wire/proxy-protocol.ts'
import { atServers } from './traffic.ts'
import { frameOf, requestsOf, type View } from './view.ts'

/** What a server is told first in a conversation, as it was captured where it arrived. */
export interface Opening {
  /** The last hop of the first packet with data. */
  readonly hop: Hop
  /** Whether all octets were captured. */
  readonly whole: boolean
  readonly proxyLine?: ProxyLine
  /** Of HTTP in the clear; behind the PROXY protocol's line where there is one. */
  readonly request?: RequestHead
  /** Whether what follows is TLS, which hides what a server is told. */
  readonly sealed: boolean
}

/** More segments than a request's head ever takes here. */
const SEGMENTS = 8

/**
 * What a server is told for an exchange of a client, by a proxy or by the client itself. On a connection that a proxy
 * uses again, what counts is told after the client has come. Undefined where nothing was told, or no octets are left.
 */
export function openingOf(view: View, exchange: Exchange): Opening | undefined {
  const [begun] = requestsOf(view, exchange)
  const told = requestsOf(view, atServers(view, exchange)).filter(
    ({ id, payloadLength }) => payloadLength > 0 && id >= (begun?.id ?? 0),
  )
  const hop = told[0]?.hops.at(-1)
  const segments = told.slice(0, SEGMENTS)
  const octets = Buffer.concat(segments.map((journey) => octetsOf(view, journey)))
  if (hop === undefined || octets.length === 0) return undefined
  const proxyLine = readProxyLine(octets)
  const content = octets.subarray(proxyLine?.length ?? 0)
  const request = readRequestHead(content)
  const whole = octets.length === segments.reduce((sum, { payloadLength }) => sum + payloadLength, 0)
  return { hop, whole, sealed: isTls(content), ...(proxyLine && { proxyLine }), ...(request && { request }) }
}

/** Content types of a handshake and of application data, then the major version (RFC 8446, section 5.1). */
const isTls = ([type, major]: Uint8Array): boolean => (type === 22 || type === 23) && major === 3

/** What the packet carries, as it was captured last. */
export function octetsOf({ frames }: View, { hops }: Journey): Uint8Array {
  const last = hops.at(-1)
  const frame = last && frames?.[frameOf(last) - 1]
  return frame ? payloadOf(frame) : new Uint8Array()
}
