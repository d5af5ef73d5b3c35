import type { AssertApi, AssertResult, Seen } from './assert-api.ts'
import { hopText } from './say.ts'
import { doubtsAt } from './soundness.ts'
import { attemptsOf, exchangesAmong } from './traffic.ts'
import { isSentinel, ownerOf, repliesOf, requestsOf, type View } from './view.ts'
import { listed } from './words.ts'

/** The api that a lab's assert.ts is handed, over one run's evidence. */
export function assertApi(view: View): AssertApi {
  const state: AssertApi['state'] = (node) => {
    const found = view.stateByNode.get(node)
    if (found === undefined) throw new Error(`kernel state of "${node}" was not read`)
    return found
  }
  return {
    lab: view.lab,
    names: view.names,
    exchangesOf: (probe) => exchangesAmong(attemptsOf(view, probe)),
    requestsOf: (exchange) => requestsOf(view, exchange),
    repliesOf: (exchange) => repliesOf(view, exchange),
    framesAt: (point) => framesAt(view, point),
    state,
    neighbour: (node, address) => {
      const entry = state(node).neighbours.find((candidate) => candidate.address === address)
      if (entry === undefined) return undefined
      const owner = entry.mac === undefined ? undefined : view.names.macs[entry.mac]
      return { state: entry.state, ...(entry.mac && { mac: entry.mac }), ...(owner && { node: owner }) }
    },
    owner: (mac) => ownerOf(view, mac),
    hop: (hop) => hopText(view, hop),
    never: (name, points, matches, what = name) => neverAt(view, name, points, matches, what),
  }
}

function framesAt(view: View, point: string): Seen[] {
  const seen = view.journeys.filter((journey) => !isSentinel(journey)).flatMap(sightings)
  return seen.filter(({ sighting }) => sighting.point === point).sort((a, b) => a.frame - b.frame)
}

function sightings(journey: Seen['journey']): Seen[] {
  return journey.hops.flatMap((hop) =>
    hop.sightings.map((sighting) => ({ frame: sighting.frame, journey, hop, sighting })),
  )
}

function neverAt(
  view: View,
  name: string,
  points: readonly string[],
  matches: (seen: Seen) => boolean,
  what: string,
): AssertResult {
  const found = points.flatMap((point) => framesAt(view, point)).filter(matches)
  const doubts = doubtsAt(view, points).map(({ reason }) => reason)
  const base = { name, expected: `${what} never at ${listed(points)}` }
  if (found.length > 0) {
    return {
      ...base,
      status: 'fail',
      observed: `${found.length} frames`,
      frames: found.map(({ frame }) => frame),
    }
  }
  if (doubts.length > 0)
    return { ...base, status: 'inconclusive', observed: `none seen; but ${listed(doubts)}` }
  return { ...base, status: 'pass', observed: 'none seen' }
}
