import type { OutcomeExpectation } from '../lab/expectations/types.ts'
import { endpointText, serviceText } from '../lab/topology/endpoint.ts'
import { onNodes } from './diagnosis/phrases.ts'
import { probeNamed, targetOf } from './topology.ts'
import { type Attempt, attemptsOf, receiversOf } from './traffic.ts'
import type { Diagnosis, IpvsServer, IpvsService, NodeState } from './types.ts'
import { holderOf, type View } from './view.ts'
import { count, listed } from './words.ts'

/** Causes that are looked for here, beside those of `diagnosis/suspects.ts`: how a real server was taken out. */
export const LEAVING_CAUSES = ['server-removed', 'quiescent-template'] as const

/** Why a probe of a virtual service ended otherwise, where a real server was taken out of it. */
export function explainOutcome(view: View, { probe }: OutcomeExpectation): Diagnosis | undefined {
  const { protocol, address, port } = targetOf(probeNamed(view.lab, probe))
  const attempts = attemptsOf(view, probe)
  for (const director of view.nodes)
    for (const service of director.ipvs) {
      if (service.protocol !== protocol || service.address !== address || service.port !== port) continue
      const found = removed(view, director, service, attempts) ?? stuck(view, director, service, attempts)
      if (found !== undefined) return found
    }
  return undefined
}

/**
 * A server that is deleted takes its connections with it: IPVS knows them still, and drops what they send
 * (ip_vs_in_hook: a destination that is not available).
 */
function removed(
  view: View,
  { node }: NodeState,
  service: IpvsService,
  attempts: readonly Attempt[],
): Diagnosis | undefined {
  const listedThere = service.servers.map(({ address }) => holderOf(view, address))
  const lost = attempts.filter(
    ({ attempt }) => attempt.afterwards && attempt.afterwards.outcome !== 'answered',
  )
  const servers = new Set(lost.flatMap((one) => serverOf(view, one) ?? []))
  const gone = [...servers].filter((server) => !listedThere.includes(server))
  if (gone.length === 0) return undefined
  return {
    cause: 'server-removed',
    nodes: [node],
    text: `${count(lost.length, 'connection')} to ${listed(gone)} broke, and ${serviceText(service)} on ${node} does not list ${listed(gone)} any more: IPVS drops what such connections send.`,
    remedy: onNodes([node], 'ipvsadm -e … -w 0, and ipvsadm -d when nobody is connected any more'),
  }
}

/** A persistent client keeps its server, of weight 0 or not, unless its template ends with the weight. */
function stuck(
  view: View,
  { node, sysctls }: NodeState,
  service: IpvsService,
  attempts: readonly Attempt[],
): Diagnosis | undefined {
  if (service.persistent === undefined || sysctls[TEMPLATE] !== '0') return undefined
  const drained = service.servers.filter(({ weight }) => weight === 0)
  const sent = (server: IpvsServer) =>
    attempts.filter((one) => serverOf(view, one) === holderOf(view, server.address)).length
  const visited = drained.filter((server) => sent(server) > 0)
  if (visited.length === 0) return undefined
  const names = visited.map((server) => `${holderOf(view, server.address)} (${endpointText(server)})`)
  return {
    cause: 'quiescent-template',
    nodes: [node],
    text: `${listed(names)} has weight 0 in ${serviceText(service)} on ${node} and got ${count(
      visited.reduce((sum, one) => sum + sent(one), 0),
      'new connection',
    )}: the service is persistent, and net.${TEMPLATE} is 0.`,
    remedy: onNodes([node], `sysctl net.${TEMPLATE}=1`),
  }
}

const TEMPLATE = 'ipv4.vs.expire_quiescent_template'

/** The node that an answer named, or that received the request where none did. */
function serverOf(view: View, { attempt, exchange }: Attempt): string | undefined {
  if (attempt.server !== undefined || exchange === undefined) return attempt.server
  const nodes = view.nodes.map(({ node }) => node)
  return [...receiversOf(view, exchange, nodes).keys()].at(-1)
}
