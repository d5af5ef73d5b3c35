import { roundOf } from '../probes/round.ts'
import { serviceOf } from '../probes/service.ts'
import type { Path } from '../text/tree.ts'
import type { ModeExpectation, Node, Probe, SpreadExpectation } from '../types.ts'
import { SPREAD_SCHEDULERS } from '../vocabulary.ts'
import type { ModeInput, SpreadInput } from './schema.ts'
import { broken, namesOf, outsideProbes, probeNamed, type Setting, theOnly } from './setting.ts'

export function resolveMode(input: ModeInput, path: Path, setting: Setting): ModeExpectation | undefined {
  const director = directorOf(input.director, path, setting)
  const probe = director && serviceProbe(input.probe, director, path, setting)
  const service = probe && serviceOf(probe, director)
  if (!service) return undefined
  const servers = input.servers
    ? namesOf(input.servers, [...path, 'servers'], setting)
    : service.servers.flatMap((server) => server.node ?? [])
  if (servers.length === 0 && !broken(setting.findings))
    setting.findings.error(path, 'the virtual service has no real server in this lab')
  return { kind: 'mode', mode: input.name, probe: probe.name, director: director.name, servers }
}

function directorOf(name: string | undefined, path: Path, setting: Setting): Node | undefined {
  const { promising, findings, inventory } = setting
  const directors = promising.filter((node) => node.ipvs.length > 0)
  const at = [...path, 'director']
  if (name === undefined) return theOnly(directors, 'director (a node with ipvs)', 'director', path, findings)
  const host = inventory.one(name, at)
  const director = directors.find((node) => node.name === host?.name)
  if (host && !director) findings.error(at, `"${name}" has no virtual service (ipvs)`)
  return director
}

/** The probe of an expectation about a virtual service. */
function serviceProbe(
  name: string | undefined,
  director: Node,
  path: Path,
  setting: Setting,
): Probe | undefined {
  const { findings } = setting
  if (name === undefined) {
    const candidates = outsideProbes(setting, director)
    return theOnly(candidates, `probe of a virtual service of "${director.name}"`, 'probe', path, findings)
  }
  const probe = probeNamed(name, [...path, 'probe'], setting)
  if (!probe || serviceOf(probe, director)) return probe
  return findings.error(
    [...path, 'probe'],
    `probe "${name}" goes to no virtual service of "${director.name}"`,
  )
}

export function resolveSpread(
  input: SpreadInput,
  path: Path,
  setting: Setting,
): SpreadExpectation | undefined {
  const director = directorOf(undefined, path, setting)
  const probe = director && serviceProbe(input.probe, director, path, setting)
  const service = probe && serviceOf(probe, director)
  if (!service) return undefined
  const scheduler = SPREAD_SCHEDULERS.find((one) => one === (input.scheduler ?? service.scheduler))
  if (!scheduler) return noRule(service.scheduler, path, setting)
  const over = input.over
    ? namesOf(input.over, [...path, 'over'], setting)
    : service.servers.flatMap((server) => server.node ?? [])
  const weights = over.map((name) => service.servers.find((server) => server.node === name)?.weight ?? 0)
  const round = roundOf(scheduler, weights) ?? 0
  if (probe.times < round) setting.findings.warn(path, tooFew(probe, round))
  return { kind: 'spread', probe: probe.name, over, scheduler, weights }
}

function tooFew({ name, times }: Probe, round: number): string {
  return `probe "${name}" sends ${times} requests, and the spread repeats after ${round}`
}

function noRule(scheduler: string, path: Path, { findings }: Setting): undefined {
  const known = SPREAD_SCHEDULERS.join(' and ')
  findings.error(path, `a spread can be promised for ${known}, and the service is scheduled by ${scheduler}`)
}
