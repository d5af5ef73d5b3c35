import { expect } from 'vitest'
import { foldAll } from '../../../src/events/view.ts'
import { departures } from './documented.ts'
import type { RunEnd } from './killing.ts'
import { eventsIn, resultIn } from './lvslab.ts'

/** A run whose kernel or engine was killed says so and does not pass, unless it had all that it needed from it. */
export function expectBrokenRun({ out, status, text }: RunEnd, what: string): void {
  const { end, captures, verdicts } = foldAll(eventsIn(out, text))
  if (captures.length > 0) {
    expect(verdicts.length).toBeGreaterThan(0)
    return
  }
  expect({ status, outcome: end?.outcome, verdicts }, text).toEqual({
    status: 1,
    outcome: 'error',
    verdicts: [],
  })
  expect(end?.problem?.message).toMatch(new RegExp(`^${what} ended unexpectedly`))
  expect(text).toContain(end?.problem?.message)
  expect(departures(resultIn(out))).toEqual([])
}
