import type { Method } from '../../keepalived/index.ts'
import { type ServerKind, SPREAD_SCHEDULERS } from '../vocabulary.ts'
import { heldQuestions } from './held-questions.ts'
import { endpoint } from './machines.ts'
import { clientFor } from './router.ts'
import type { Machine, Pieces, Question, Service } from './types.ts'

/** Addresses that a persistent service is asked from: one more than it has servers, so that chance is no rule; at most this. */
const MOST_SOURCES = 12

/** How many addresses a service is asked from. */
export function sourcesFor({ service }: Service): number {
  if (service.persistentSeconds === undefined) return 1
  return Math.min(MOST_SOURCES, service.servers.filter(({ weight }) => weight > 0).length + 1)
}

/** Questions to every service and every address that is held for its own sake, by the names of their probes. */
export function questionsFor(pieces: Pieces): Question[] {
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
      return questionFor(one, name, machines, several)
    }),
    ...heldQuestions(pieces, unused),
  ]
}

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
    name,
    probe: { from: clientFor(vip), [kind]: target, ...repeated },
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
