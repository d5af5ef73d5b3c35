import { roundOf } from '../probes/round.ts'
import { serviceOf } from '../probes/service.ts'
import type { Probe } from '../probes/types.ts'
import type { Path } from '../text/tree.ts'
import { serviceText } from '../topology/endpoint.ts'
import type { Node } from '../topology/types.ts'
import type { VirtualService } from '../topology/virtual-service.ts'
import { SPREAD_SCHEDULERS } from '../vocabulary.ts'
import { directorOf, serviceProbe } from './director.ts'
import type { SpreadInput } from './schema.ts'
import { namesOf, probeNamed, type Setting } from './setting.ts'
import type { SpreadExpectation } from './types.ts'

export function resolveSpread(
  input: SpreadInput,
  path: Path,
  setting: Setting,
): SpreadExpectation | undefined {
  const director = directorOf(
    input.director,
    input.service ? undefined : [input.probe].flat()[0],
    path,
    setting,
  )
  const found =
    director &&
    (input.service ? marked(input, director, path, setting) : asked(input, director, path, setting))
  if (!director || !found) return undefined
  const { service, probes } = found
  const scheduler = SPREAD_SCHEDULERS.find((one) => one === (input.scheduler ?? service.scheduler))
  if (!scheduler) return noRule(service.scheduler, path, setting)
  const over = input.over
    ? namesOf(input.over, [...path, 'over'], setting)
    : service.servers.flatMap((server) => server.node ?? [])
  const weights = over.map((name) => service.servers.find((server) => server.node === name)?.weight ?? 0)
  const persistent = service.persistent !== undefined
  warnOfFew(probes, persistent ? 0 : (roundOf(scheduler, weights) ?? 0), path, setting)
  const id = input.probe === undefined ? 'spread' : `spread/${probes[0]?.name}`
  const names = probes.map(({ name }) => name)
  return {
    kind: 'spread',
    id,
    probes: names,
    director: director.name,
    service: nameOf(service),
    over,
    scheduler,
    weights,
    persistent,
  }
}

/** What a spread is about. */
interface Subject {
  readonly service: VirtualService
  readonly probes: readonly Probe[]
}

/** The service that is named: the only way to one that takes what netfilter has marked. */
function marked(
  { service: name, probe }: SpreadInput,
  director: Node,
  path: Path,
  setting: Setting,
): Subject | undefined {
  const service = director.ipvs.find((one) => serviceText(one) === name)
  const probes = listOf(probe).flatMap((one) => probeNamed(one, [...path, 'probe'], setting) ?? [])
  if (!service) {
    const known = director.ipvs.map(serviceText)
    return setting.findings.error(
      [...path, 'service'],
      `"${director.name}" has no virtual service "${name}"`,
      { known, word: name ?? '' },
    )
  }
  if (probe === undefined)
    return setting.findings.error(path, 'a service that is named needs its probe as well', { part: 'key' })
  return { service, probes }
}

/** The service that the probes ask. */
function asked({ probe }: SpreadInput, director: Node, path: Path, setting: Setting): Subject | undefined {
  const names = probe === undefined ? [undefined] : listOf(probe)
  const probes = names.flatMap((name) => serviceProbe(name, director, path, setting) ?? [])
  const [service, other] = new Set(probes.flatMap((one) => serviceOf(one, director) ?? []))
  if (other) return setting.findings.error([...path, 'probe'], 'these probes ask several virtual services')
  return service && { service, probes }
}

const listOf = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : [names].flat()

function nameOf(service: VirtualService): SpreadExpectation['service'] {
  if (service.protocol === 'fwmark') return { protocol: service.protocol, mark: service.mark }
  const { protocol, address, port } = service
  return { protocol, address, port }
}

function warnOfFew(probes: readonly Probe[], round: number, path: Path, { findings }: Setting): void {
  const sent = probes.reduce((sum, { times }) => sum + times, 0)
  if (sent >= round) return
  const names = probes.map(({ name }) => `"${name}"`).join(' and ')
  findings.warn(path, `probe ${names} sends ${sent} requests, and the spread repeats after ${round}`)
}

function noRule(scheduler: string, path: Path, { findings }: Setting): undefined {
  const remedy = `A spread can be promised for ${SPREAD_SCHEDULERS.join(', ')}.`
  findings.error(path, `nothing certain can be said of the spread by ${scheduler}`, { remedy })
}
