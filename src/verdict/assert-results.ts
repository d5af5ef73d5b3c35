import type { AssertResult } from './assert-api.ts'
import type { Verdict } from './types.ts'
import type { View } from './view.ts'
import { frameText } from './words.ts'

/** Id of the verdict for an assert.ts that cannot be used as a whole. */
const WHOLE = 'assert/assert.ts'

/** Makes verdicts of what assert.ts returned, which no compiler has checked. A broken result is one error. */
export function verdictsOf(results: unknown, view: View): Verdict[] {
  if (!Array.isArray(results) || results.length === 0) return [unusable('it returned no results')]
  const frames = framesIn(view)
  const names = new Set<string>()
  return results.map((result: unknown, index) => {
    const problem = problemOf(result, frames, names)
    if (problem !== undefined) return broken(`assert/${index + 1}`, `result ${index + 1}: ${problem}`)
    names.add((result as AssertResult).name)
    return toVerdict(result as AssertResult)
  })
}

/** The one verdict of an assert.ts that gave no results. */
export function unusable(reason: string): Verdict {
  return broken(WHOLE, reason)
}

function framesIn({ journeys }: View): Set<number> {
  const sightings = journeys.flatMap(({ hops }) => hops.flatMap((hop) => hop.sightings))
  return new Set(sightings.map(({ frame }) => frame))
}

const STATUSES: readonly unknown[] = ['pass', 'fail', 'inconclusive']

function problemOf(
  result: unknown,
  known: ReadonlySet<number>,
  taken: ReadonlySet<string>,
): string | undefined {
  if (typeof result !== 'object' || result === null) return 'is not an object'
  const fields: Partial<Record<keyof AssertResult, unknown>> = result
  const { name, title = '', status, expected, observed, frames = [] } = fields
  if (typeof name !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    return 'needs a name such as reply-is-short'
  if (taken.has(name)) return 'its name is taken'
  if (!STATUSES.includes(status)) return 'status is pass, fail or inconclusive'
  if (typeof expected !== 'string' || typeof observed !== 'string')
    return 'needs expected and observed as text'
  if (typeof title !== 'string') return 'title is text'
  return framesProblem(frames, known)
}

function framesProblem(frames: unknown, known: ReadonlySet<number>): string | undefined {
  if (!Array.isArray(frames) || !frames.every(Number.isInteger)) return 'frames are frame numbers'
  const unknown = frames.filter((frame) => !known.has(frame))
  return unknown.length > 0 ? `nothing was captured as ${frameText(unknown)}` : undefined
}

function toVerdict({ name, title = name, status, expected, observed, frames = [] }: AssertResult): Verdict {
  return { expectation: `assert/${name}`, title, status, expected, observed, frames }
}

function broken(expectation: string, observed: string): Verdict {
  return {
    expectation,
    title: 'assert.ts can be run',
    status: 'error',
    expected: 'results',
    observed,
    frames: [],
  }
}
