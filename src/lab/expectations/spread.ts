import { roundOf } from '../probes/round.ts'
import { serviceOf } from '../probes/service.ts'
import type { Path } from '../text/tree.ts'
import type { Probe, SpreadExpectation } from '../types.ts'
import { SPREAD_SCHEDULERS } from '../vocabulary.ts'
import { directorOf, serviceProbe } from './director.ts'
import type { SpreadInput } from './schema.ts'
import { namesOf, type Setting } from './setting.ts'

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
