import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure.ts'

/** Between two looks at a condition. Long against the look, short against what is waited for. */
const POLL_MS = 10

/**
 * Looks at a condition until it holds. At the deadline it fails and says what it waited for; the condition
 * itself may throw a Failure when it sees that waiting is in vain.
 */
export async function waitFor(what: string, timeoutMs: number, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Failure(`waited ${timeoutMs / 1000} s for ${what}`)
    await sleep(POLL_MS)
  }
}
