import type { Cause } from '../../lab/causes.ts'
import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import { endpointText, serviceText } from '../../lab/topology/endpoint.ts'
import type { ServiceName } from '../../lab/topology/virtual-service.ts'
import { onNodes } from '../diagnosis/phrases.ts'
import { attemptsOf, exchangesAmong } from '../traffic.ts'
import type { Diagnosis, IpvsService } from '../types.ts'
import { holderOf, receiver, requestsOf, type View } from '../view.ts'
import { count, listed } from '../words.ts'

type Detail = Pick<Diagnosis, 'text' | 'remedy'>
type Detect = (spec: SpreadExpectation, service: IpvsService, view: View) => Detail | undefined

/** What the director's kernel has otherwise than promised; the first that is found. */
export function explainSpread(view: View, spec: SpreadExpectation): Diagnosis | undefined {
  const state = view.stateByNode.get(spec.director)
  const name = serviceText(spec.service)
  const service = state?.ipvs.find((one) => serviceText(one) === name)
  if (state === undefined) return undefined
  const found = (cause: Cause, detail: Detail): Diagnosis => ({ cause, nodes: [spec.director], ...detail })
  if (service === undefined) {
    const cause = state.ipvs.length === 0 ? 'no-ipvs' : 'service-missing'
    return found(cause, missing(spec, state.ipvs))
  }
  for (const [cause, detect] of Object.entries(DETECTORS)) {
    const detail = detect(spec, service, view)
    if (detail !== undefined) return found(cause as keyof typeof DETECTORS, detail)
  }
  return undefined
}

function missing(
  { director, service, scheduler }: SpreadExpectation,
  others: readonly IpvsService[],
): Detail {
  const table = others.length === 0 ? 'nothing' : listed(others.map(serviceText))
  return {
    text: `${director} has no virtual service ${serviceText(service)}: its IPVS schedules ${table}.`,
    remedy: onNodes([director], `ipvsadm -A ${flagOf(service)} -s ${scheduler}`),
  }
}

const otherScheduler: Detect = ({ director, scheduler }, service) =>
  service.scheduler === scheduler
    ? undefined
    : {
        text: `${serviceText(service)} on ${director} is scheduled by ${service.scheduler}, and ${scheduler} is promised.`,
        remedy: onNodes([director], `ipvsadm -E ${flagOf(service)} -s ${scheduler}`),
      }

const notPersistent: Detect = ({ director, persistent, scheduler }, service) =>
  !persistent || service.persistent !== undefined
    ? undefined
    : {
        text: `${serviceText(service)} on ${director} is not persistent: every connection is scheduled anew.`,
        remedy: onNodes([director], `ipvsadm -E ${flagOf(service)} -s ${scheduler} -p 300`),
      }

const otherWeights: Detect = ({ director, over, weights }, service, view) => {
  const wrong = over.flatMap((node, index) => {
    const server = service.servers.find(({ address }) => holderOf(view, address) === node)
    const weight = weights[index] ?? 0
    return server === undefined || server.weight === weight ? [] : [{ node, server, weight }]
  })
  if (wrong.length === 0) return undefined
  const said = wrong.map(
    ({ node, server, weight }) => `${node} has weight ${server.weight} instead of ${weight}`,
  )
  return {
    text: `In ${serviceText(service)} on ${director}, ${listed(said)}.`,
    remedy: onNodes(
      [director],
      ...wrong.map(
        ({ server, weight }) => `ipvsadm -e ${flagOf(service)} -r ${endpointText(server)} -w ${weight}`,
      ),
    ),
  }
}

/** A marked service gets what netfilter marks: fewer packets were marked with its number than came for it. */
const unmarked: Detect = ({ director, probes }, service, view) => {
  if (service.protocol !== 'fwmark') return undefined
  const rules = view.stateByNode.get(director)?.netfilter ?? []
  const marking = rules.filter(({ rule }) => marks(rule, service.mark))
  const marked = marking.reduce((sum, { packets }) => sum + packets, 0)
  const came = arrivals(view, director, probes)
  if (marked >= came) return undefined
  const seen =
    marking.length === 0 ? 'no rule sets it' : `${listed(marking.map(({ rule }) => rule))} matched ${marked}`
  return {
    text: `fwmark ${service.mark} takes packets that netfilter has marked: of ${count(came, 'packet')} that came to ${director} for it, ${seen}.`,
    remedy: onNodes([director], `iptables -t mangle -A PREROUTING … -j MARK --set-mark ${service.mark}`),
  }
}

/** How many request packets of some probes reached a node. */
function arrivals(view: View, node: string, probes: readonly string[]): number {
  const exchanges = exchangesAmong(probes.flatMap((probe) => attemptsOf(view, probe)))
  const hops = exchanges.flatMap((exchange) => requestsOf(view, exchange)).flatMap((journey) => journey.hops)
  return hops.filter((hop) => receiver(view, hop) === node).length
}

/** iptables lists `--set-mark 7` as `--set-xmark 0x7/0xffffffff`. */
function marks(rule: string, mark: number): boolean {
  return new RegExp(`-j MARK --set-x?mark 0x${mark.toString(16)}(/0xffffffff)?( |$)`).test(rule)
}

const flagOf = (service: ServiceName): string =>
  service.protocol === 'fwmark'
    ? `-f ${service.mark}`
    : `${service.protocol === 'udp' ? '-u' : '-t'} ${endpointText(service)}`

const DETECTORS = {
  'other-scheduler': otherScheduler,
  'not-persistent': notPersistent,
  'other-weights': otherWeights,
  'mark-missing': unmarked,
} satisfies Partial<Record<Cause, Detect>>

/** Causes that are looked for here, beside those of `diagnosis/suspects.ts`. */
export const SPREAD_CAUSES = ['no-ipvs', 'service-missing', ...Object.keys(DETECTORS)]
