import { relative } from 'node:path'
import type { RunEnded, RunStarted } from '../events/types.ts'
import type { RunView } from '../events/view.ts'
import { journeyNotation } from '../journey/notation.ts'
import type { Hop, Journey, Names } from '../journey/types.ts'
import type { ProbeAttempt, ProbeResult } from '../verdict/types.ts'
import type { Result } from './result-schema.ts'

/** What result.json says about a run that has ended. */
export function resultOf(view: RunView, start: RunStarted, end: RunEnded): Result {
  const { lab, title, file, change, seed, startedAt, out } = start
  return {
    version: 1,
    outcome: end.outcome,
    lab,
    title,
    file,
    ...(change ? { change } : {}),
    seed,
    ...(start.kernel ? { kernel: kernelOf(start.kernel, start) } : {}),
    startedAt,
    milliseconds: end.milliseconds,
    ...(end.problem ? { problem: end.problem } : {}),
    verdicts: view.verdicts,
    probes: view.probes.map(probeOf),
    ...(view.happened.length > 0 && {
      timeline: { happened: view.happened, addresses: view.addressChanges },
    }),
    names: view.names,
    exchanges: view.exchanges.map(({ requests, replies, errors, ...exchange }) => exchange),
    journeys: view.journeys.map((journey) => journeyOf(view.names, journey)),
    captures: view.captures,
    artifacts: end.artifacts.map((path) => relative(out, path)),
  }
}

const kernelOf = (name: 'uml' | 'host', { kernelReason = '', clock = 'real' }: RunStarted) => ({
  name,
  reason: kernelReason,
  clock,
})

type Attempt = Result['probes'][number]['attempts'][number]

const probeOf = ({ attempts, ...probe }: ProbeResult) => ({ ...probe, attempts: attempts.map(attemptOf) })

/** Bodies stay in events.jsonl: they may be large, and say nothing that the verdicts do not. */
const attemptOf = ({ body, ...attempt }: ProbeAttempt): Attempt => attempt

function journeyOf(names: Names, journey: Journey): Result['journeys'][number] {
  const { id, kind, summary, disposition, exchange } = journey
  const hops = journey.hops.map((hop) => hopOf(names, journey, hop))
  return { id, kind, summary, disposition, ...(exchange === undefined ? {} : { exchange }), hops }
}

const hopOf = (names: Names, journey: Journey, hop: Hop): Result['journeys'][number]['hops'][number] => ({
  text: journeyNotation(journey, hop, names),
  ...(hop.ttl === undefined ? {} : { ttl: hop.ttl }),
  changes: hop.changes,
  points: hop.sightings.map(({ point }) => point),
  frames: hop.sightings.map(({ frame }) => frame),
})
