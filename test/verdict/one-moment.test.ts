import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildJourneys, type Journeys } from '../../src/journey/build.ts'
import { inOrder } from '../../src/journey/causal-order.ts'
import { macOwners } from '../../src/run/owners.ts'
import { judge } from '../../src/verdict/judge.ts'
import type { Evidence } from '../../src/verdict/types.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import type { Frame } from '../../src/wire/types.ts'
import { interleaved, quantised } from '../support/moments.ts'
import { Recording, recordedCapture } from '../support/recording.ts'

const FOLDER = join(import.meta.dirname, 'recorded')

const recordings = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => [
    [name, ''] as const,
    ...readdirSync(join(FOLDER, name), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((change) => [name, change.name] as const),
  ])

/** Steps of the clock in nanoseconds. */
const CLOCKS = { '1 ms': 1e6, '100 ms': 1e8, 'no time at all': Number.POSITIVE_INFINITY }

/** The points read in another order, which is one of many that a shuffle gives. */
function shuffled<Any>(items: readonly Any[], seed: number): Any[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  return items
    .map((item) => ({ item, at: next() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item)
}

interface Known extends Frame {
  /** Its number in the recording. */
  readonly was: number
}

function storyOf(frames: readonly Known[], { journeys, exchanges }: Journeys) {
  const was = (frame: number) => (frames[frame - 1] as Known).was
  const first = (id: number) =>
    Math.min(
      ...(journeys[id - 1]?.hops ?? []).flatMap(({ sightings }) => sightings.map(({ frame }) => was(frame))),
    )
  const packets = journeys.map(({ summary, disposition, hops }) => ({
    ...{ summary, disposition },
    hops: hops.map(({ sightings, changes }) => [
      changes.map(({ field }) => field).join(),
      ...sightings.map(({ frame, direction }) => `${was(frame)} ${direction}`).toSorted(),
    ]),
  }))
  const concluded = exchanges.map(({ id: _, upstream, requests, replies, errors, ...rest }) => ({
    ...rest,
    requests: requests.map(first),
    replies: replies.map(first),
    errors: errors.map(first),
  }))
  const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).toSorted()
  return { packets: sorted(packets), concluded: sorted(concluded) }
}

function framesOf(name: string, change?: string): Known[] {
  const loaded = loadFrames(recordedCapture(name, change))
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.frames.map((frame) => ({ ...frame, was: frame.id }))
}

function built(frames: readonly Known[], { nodes, captures }: Evidence) {
  const owners = macOwners(nodes)
  const ordered = inOrder(frames, owners).map((frame, index) => ({ ...frame, id: index + 1 }))
  const points = captures.map(({ point }) => point)
  return { ordered, ...buildJourneys(ordered, owners, points) }
}

async function told(name: string, change: string, step: number, seed: number) {
  const recording = new Recording(name, change || undefined)
  const evidence = recording.evidence as Evidence
  const known = framesOf(name, change)
  const slow = step === 0 ? known : interleaved(quantised(known, step), shuffled(known, seed))
  const { ordered, ...journeys } = built(slow, evidence)
  const verdicts = await judge(recording.lab, { ...evidence, ...journeys })
  return {
    ...storyOf(ordered, journeys),
    verdicts: verdicts.map(({ expectation, status, diagnosis, observed }) => [
      expectation,
      status,
      diagnosis?.cause,
      diagnosis?.nodes,
      // Which of two nodes spoke first is not known where both did at one time.
      observed
        .replaceAll(/frames? \d+( |,|and|to|\d)*/g, 'frames')
        .split(/[ ,]+/)
        .toSorted(),
    ]),
  }
}

test.each(['nat', 'tun', 'fullnat', 'ipv6', 'mixed'])(
  'without any times, the packets of %s are told in the order in which they were sent',
  (name) => {
    const { evidence } = new Recording(name)
    const points = evidence.captures.map(({ point }) => point)
    const known = framesOf(name)
    const summaries = (frames: readonly Known[]) =>
      built(frames, evidence as Evidence).journeys.map(({ summary, hops }) => [
        summary,
        hops[0]?.sightings[0]?.point,
      ])
    const byPoint = known.toSorted((one, other) => points.indexOf(one.point) - points.indexOf(other.point))
    expect(summaries(quantised(byPoint, Number.POSITIVE_INFINITY))).toEqual(summaries(known))
  },
)

describe.each(recordings)('%s %s', (name, change) => {
  test.each(Object.entries(CLOCKS))('a clock that goes on by %s', async (_, step) => {
    const expected = await told(name, change, 0, 0)
    for (const seed of [1, 2]) expect(await told(name, change, step, seed)).toEqual(expected)
  })
})
