import type { Finding } from './finding.ts'
import type { ModeRoles } from './roles.ts'
import type { Diagnosis } from './types.ts'
import type { View } from './view.ts'

/**
 * How far a request has come, in order: a cause can only explain what goes wrong at its own stage or later.
 * `whole` is what is judged by the conversation as a whole, `end` what its ends make of it.
 */
export const STAGES = [
  'ask-vip',
  'answer-vip',
  'request',
  'ask-server',
  'forward',
  'ask-client',
  'reply',
  'whole',
  'end',
] as const

export type Stage = (typeof STAGES)[number]

/** One promise that evidence can keep or break. */
export interface Expectation {
  /** Stable: `dr/arp-one-responder`. */
  readonly id: string
  /** The promise in one line. */
  readonly title: string
  /** What is expected, in the notation of the trade; known before anything ran. */
  readonly expected: string
  readonly stage: Stage
  /** Probe whose traffic is judged, where it is one probe's. */
  readonly probe?: string
  /** Whether the very way of the probe's packets is promised, and not only what comes of them. */
  readonly way?: true
  /** Node whose routing is promised, and the address that it leads to. */
  readonly routing?: { readonly node: string; readonly to?: string }
  /** Who plays the parts in it, where it is a mode's. */
  readonly roles?: ModeRoles
  readonly check: (view: View) => Finding
  /** Why it failed, for a promise that belongs to no mode. */
  readonly explain?: (view: View) => Diagnosis | undefined
}
