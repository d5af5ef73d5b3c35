import { unusable, verdictsOf } from './assert-results.ts'
import { answerOf } from './assert-thread.ts'
import type { Verdict } from './types.ts'
import type { View } from './view.ts'
import { messageOf } from './words.ts'

/** For everything that assert.ts does, with the start of its thread: many times what honest work takes. */
const PATIENCE_MS = 10_000

/** Verdicts of a lab's assert.ts; whatever it does, one of status error at worst. Never throws. */
export async function runAssertions(
  view: View,
  assertFile: string,
  patienceMs = PATIENCE_MS,
): Promise<Verdict[]> {
  try {
    const answer = await answerOf({ assertFile, view }, patienceMs)
    return 'problem' in answer ? [unusable(answer.problem)] : verdictsOf(answer.results, view)
  } catch (error) {
    return [unusable(messageOf(error))]
  }
}
