import type { Amount, Measured } from './measure.ts'
import { type Contender, MODES, type Mode } from './modes.ts'
import type { Stage } from './stage.ts'
import type { Missing } from './tried.ts'

/** A range that a user asked for, both ends included: from 1 or more, or one number and the same again. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** How the director's load grows with the number of servers, and with the size of a response. */
export interface Growth {
  readonly series: readonly Series[]
}

export interface Series {
  readonly by: 'servers' | 'response'
  readonly lines: readonly Line[]
}

export interface Line {
  readonly mode: Mode
  readonly points: readonly Point[]
}

export interface Point {
  readonly stage: Stage
  /** Everything that crosses the director's interface, in and out, of one request to each server and its response. */
  readonly load: Amount | Missing
}

/** What was measured of a mode's stages. */
export interface Grown {
  readonly mode: Contender
  readonly stage: Stage
  readonly load: Amount | Missing
}

/** Twice as many servers each time; ten times as large a response each time; the ends as they were given. */
export const serverSteps = (range: Range): number[] => steps(range, 2)
export const sizeSteps = (range: Range): number[] => steps(range, 10)

function steps({ from, to }: Range, factor: number): number[] {
  const all: number[] = []
  for (let step = from; step < to; step *= factor) all.push(step)
  return [...all, to]
}

/** Stages of one mode: servers grow with the smallest response, responses grow with the fewest servers. */
export function growingStages(servers: Range, response: Range, request: number): Stage[] {
  const byServers = serverSteps(servers).map((count) => ({
    servers: count,
    request,
    response: response.from,
  }))
  const bySize = sizeSteps(response).map((size) => ({ servers: servers.from, request, response: size }))
  return [...byServers, ...bySize.slice(1)]
}

/** A series for each range that is more than a number. */
export function grown(servers: Range, response: Range, found: readonly Grown[]): Growth {
  const byServers = (stage: Stage) => stage.response === response.from
  const bySize = (stage: Stage) => stage.servers === servers.from
  return {
    series: [
      ...(servers.from < servers.to ? [seriesOf('servers', found, byServers)] : []),
      ...(response.from < response.to ? [seriesOf('response', found, bySize)] : []),
    ],
  }
}

function seriesOf(by: Series['by'], found: readonly Grown[], belongs: (stage: Stage) => boolean): Series {
  const mine = found.filter(({ stage }) => belongs(stage)).toSorted((a, b) => a.stage[by] - b.stage[by])
  const lines = MODES.map((mode) => ({ mode, points: mine.filter((one) => one.mode === mode).map(pointOf) }))
  return { by, lines }
}

/** Whether a point of it was not measured. */
export function hasGaps({ series }: Growth): boolean {
  const points = series.flatMap(({ lines }) => lines.flatMap((line) => line.points))
  return points.some(({ load }) => 'missing' in load)
}

const pointOf = ({ stage, load }: Grown): Point => ({ stage, load })

/** Both directions, received and sent on. */
export function loadOf({ request, reply }: Measured): Amount {
  const amounts = [request.director.in, request.director.out, reply.director.in, reply.director.out]
  return {
    packets: amounts.reduce((sum, { packets }) => sum + packets, 0),
    octets: amounts.reduce((sum, { octets }) => sum + octets, 0),
  }
}
