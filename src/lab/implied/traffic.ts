import type { Method } from '../../keepalived/index.ts'
import { familyOf, formatAddress, type Ip } from '../topology/ip.ts'
import type { Family } from '../topology/types.ts'
import type { ServerKind } from '../vocabulary.ts'
import { SPREAD_SCHEDULERS } from '../vocabulary.ts'
import { endpoint } from './machines.ts'
import type { Machine, Pieces, Service } from './types.ts'
import { virtualRouters } from './virtual-routers.ts'

/** Addresses that a persistent service is asked from: one more than it has servers, so that chance is no rule; at most this. */
const MOST_SOURCES = 12

/** Node that asks services of a family. */
export const clientOf = (family: Family): string => (family === 'IPv4' ? 'client' : 'client6')

/** How many addresses a service is asked from. */
export function sourcesFor({ service }: Service): number {
  if (service.persistentSeconds === undefined) return 1
  return Math.min(MOST_SOURCES, service.servers.filter(({ weight }) => weight > 0).length + 1)
}

/** A probe with what must come of it. */
interface Question {
  readonly probe: Readonly<Record<string, unknown>>
  readonly expect: readonly unknown[]
}

/** Questions to every service and every address that is held for its own sake, by the names of their probes. */
export function questionsFor(pieces: Pieces): (Question & { readonly name: string })[] {
  const { services, machines } = pieces
  const taken = new Set<string>()
  const unused = (stem: string) => {
    const same = [...taken].filter((one) => one === stem || one.startsWith(`${stem}-`)).length
    const name = same === 0 ? stem : `${stem}-${same + 1}`
    taken.add(name)
    return name
  }
  const several = services.length > 1
  return [
    ...services.map((one) => {
      const kind = kindOf(one, machines)
      const name = unused(several ? `${kind}-${one.mark === undefined ? one.port : `mark${one.mark}`}` : kind)
      return { name, ...questionFor(one, name, machines, several) }
    }),
    ...heldQuestions(pieces, unused),
  ]
}

/** Asks addresses that are held for their own sake, the first one for as long as it takes to hear of its director. */
function heldQuestions(
  pieces: Pieces,
  unused: (stem: string) => string,
): (Question & { readonly name: string })[] {
  const routers = virtualRouters(pieces)
  const [first] = pieces.held
  const asked = routers.flatMap((router) => router.asked ?? [])
  const held = first || asked.length === 0 ? pieces.held : asked.slice(0, 1)
  const seconds = ADVERTS * Math.max(0, ...routers.map(({ advertSeconds }) => advertSeconds))
  const promises = routers.map(({ id }) => ({ vrrp: { router: id, as: `vrrp-${id}` } }))
  return held.map(({ address }, index) => {
    const name = unused('held')
    const { probe, expect } = pingOf(address, name)
    if (index > 0) return { name, probe, expect }
    const times = Math.ceil(seconds / PING_SECONDS)
    return { name, probe: { ...probe, ...(times > 1 ? { times } : {}) }, expect: [...expect, ...promises] }
  })
}

/** Adverts of a master that are waited for, and seconds between two echo requests (plan/probe.ts). */
const ADVERTS = 3
const PING_SECONDS = 0.2

/** Asks an address that is held for its own sake. */
const pingOf = (address: Ip, name: string): Question => ({
  probe: { from: clientOf(familyOf(address)), ping: formatAddress(address) },
  expect: [{ outcome: { probe: name, is: 'answered' } }],
})

/**
 * Asks a virtual server, and promises everything of the mode that its servers are reached by; where no mode can be
 * promised, that they answer.
 *
 * @param several whether the lab has other services, from whose promises these have to be told
 */
function questionFor(one: Service, name: string, machines: readonly Machine[], several: boolean): Question {
  const { service, vip, port, mark, holder } = one
  const { kind, target } = targetOf(one, machines)
  const sources = sourcesFor(one)
  const repeated = sources > 1 ? { source: 'each', times: 2 * sources } : {}
  const known = SPREAD_SCHEDULERS.some((scheduler) => scheduler === service.scheduler)
  const hasRule = known && port > 0 && service.servers.length > 1
  const marked = mark === undefined ? {} : { service: `fwmark ${mark}` }
  return {
    probe: { from: clientOf(familyOf(vip)), [kind]: target, ...repeated },
    expect: [
      ...promisesOf(one, name, several),
      ...(hasRule ? [{ spread: { probe: name, director: holder.name, ...marked } }] : []),
    ],
  }
}

/** Of a service for any port, and of whatever is marked. */
const USUAL_PORT = 80

const MODES: Readonly<Record<Method, string>> = { NAT: 'nat', DR: 'dr', TUN: 'tun' }

function promisesOf(
  { service, protocol, port, holder }: Service,
  probe: string,
  several: boolean,
): unknown[] {
  if (protocol === 'fwmark' || port === 0) return [{ outcome: { probe, is: 'answered' } }]
  const methods = [...new Set(service.servers.map(({ method }) => method))]
  return methods.map((method) => {
    const mode = { name: MODES[method], ...(several ? { as: `${MODES[method]}-${probe}` } : {}) }
    return { mode: { ...mode, probe, director: holder.name } }
  })
}

/** How a probe asks a service, and by what text. */
export function targetOf(
  one: Service,
  machines: readonly Machine[],
): { readonly kind: string; readonly target: string } {
  const kind = kindOf(one, machines)
  const text = endpoint(one.vip, one.port || USUAL_PORT)
  return { kind, target: kind === 'http' ? `http://${text.replace(/:80$/, '')}/` : text }
}

/** What a client speaks to a service: http where all its servers do, and else what a connection comes to. */
function kindOf({ service, protocol, port }: Service, machines: readonly Machine[]): 'http' | 'tcp' | 'udp' {
  if (protocol === 'udp') return 'udp'
  const kinds = new Set<ServerKind | undefined>(
    machines
      .filter(({ targets }) => targets.some((target) => target.of.service === service))
      .map(({ serves, targets }) => {
        const server = targets.find((target) => target.of.service === service)?.server
        return serves.get(`tcp ${server?.port || port || USUAL_PORT}`)
      }),
  )
  return kinds.size === 1 && kinds.has('http') ? 'http' : 'tcp'
}
