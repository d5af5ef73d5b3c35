import type { Place } from '../../text/source.ts'
import type { Given } from '../grammar/field.ts'
import type { Notes } from '../notes.ts'
import type { Method, Tunnel } from './types.ts'

export interface Forwarding {
  readonly method: Method
  readonly tunnel?: Tunnel
}

const METHODS: readonly string[] = ['NAT', 'DR', 'TUN'] satisfies Method[]

/**
 * What is behind lvs_method or lb_kind (svr_forwarding_handler() in check_parser.c). keepalived logs an unknown
 * method and goes on with what was there before.
 */
export function forwardingOf({ value, place }: Given<string>, before: Forwarding, notes: Notes): Forwarding {
  const [method = '', ...options] = value.split(/\s+/)
  if (!METHODS.includes(method)) return unknown(method, before, place, notes)
  if (method !== 'TUN') return { method: method as Method }
  return { method, tunnel: tunnelOf(options, place, notes) }
}

function unknown(word: string, before: Forwarding, place: Place, notes: Notes): Forwarding {
  const fullnat = /fullnat/i.test(word)
    ? ' IPVS in the Linux kernel has no FULLNAT; it is NAT with SNAT.'
    : ''
  notes.error('method-unknown', place, `"${word}" is no forwarding method: ${before.method} is used`, {
    known: METHODS,
    word: word.toUpperCase() === word ? word : word.toUpperCase(),
    remedy: `keepalived knows NAT, DR and TUN, logs this and goes on.${fullnat}`,
  })
  return before
}

function tunnelOf(options: readonly string[], place: Place, notes: Notes): Tunnel {
  const after = (keyword: string) =>
    options.includes(keyword) ? options[options.indexOf(keyword) + 1] : undefined
  const type = after('type') ?? 'ipip'
  const port = after('port')
  if (!isType(type)) {
    notes.error('value', place, `"${type}" is no tunnel type`, { known: TYPES, word: type })
    return { type: 'ipip', checksum: 'nocsum' }
  }
  if ((type === 'gue') !== (port !== undefined))
    notes.error(
      'value',
      place,
      type === 'gue' ? 'a GUE tunnel wants a port' : `a tunnel of type ${type} has no port`,
    )
  const checksum = (['csum', 'remcsum'] as const).find((one) => options.includes(one)) ?? 'nocsum'
  return { type, checksum, ...(port === undefined ? {} : { port: Number(port) }) }
}

const TYPES = ['ipip', 'gre', 'gue'] as const

const isType = (text: string): text is Tunnel['type'] => TYPES.some((type) => type === text)
