import { pathToFileURL } from 'node:url'
import { assertApi } from './assert-answers.ts'
import type { AssertModule, AssertResult } from './assert-api.ts'
import type { Verdict } from './types.ts'
import type { View } from './view.ts'

/** Id of the verdict for an assert.ts that cannot be used as a whole. */
const WHOLE = 'assert/assert.ts'

/** Loads a lab's assert.ts (Node strips its types) and makes verdicts of what it finds. Never throws. */
export async function runAssertions(view: View, file: string): Promise<Verdict[]> {
  try {
    const module: { default?: unknown } = await import(pathToFileURL(file).href)
    if (typeof module.default !== 'function')
      return [broken(WHOLE, `${file} has no default export that is a function`)]
    const results: unknown = await (module.default as AssertModule)(view, assertApi(view))
    if (!Array.isArray(results) || results.length === 0) return [broken(WHOLE, `${file} returned no results`)]
    return toVerdicts(results)
  } catch (error) {
    return [broken(WHOLE, error instanceof Error ? error.message : String(error))]
  }
}

function toVerdicts(results: readonly unknown[]): Verdict[] {
  const names = new Set<string>()
  return results.map((result, index) => {
    const problem =
      problemOf(result) ?? (names.has((result as AssertResult).name) ? 'its name is taken' : undefined)
    if (problem !== undefined) return broken(`assert/${index + 1}`, `result ${index + 1}: ${problem}`)
    names.add((result as AssertResult).name)
    return toVerdict(result as AssertResult)
  })
}

const STATUSES: readonly unknown[] = ['pass', 'fail', 'inconclusive']

/** What is wrong with a result: assert.ts is checked by no compiler when it runs. */
function problemOf(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return 'is not an object'
  const {
    name,
    status,
    expected,
    observed,
    frames = [],
  } = result as Partial<Record<keyof AssertResult, unknown>>
  if (typeof name !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    return 'needs a name such as reply-is-short'
  if (!STATUSES.includes(status)) return 'status is pass, fail or inconclusive'
  if (typeof expected !== 'string' || typeof observed !== 'string')
    return 'needs expected and observed as text'
  return Array.isArray(frames) && frames.every(Number.isInteger) ? undefined : 'frames are frame numbers'
}

function toVerdict({ name, title = name, status, expected, observed, frames = [] }: AssertResult): Verdict {
  return { expectation: `assert/${name}`, title, status, expected, observed, frames }
}

function broken(expectation: string, message: string): Verdict {
  return {
    expectation,
    title: 'assert.ts can be run',
    status: 'error',
    expected: 'results',
    observed: message,
    frames: [],
  }
}
