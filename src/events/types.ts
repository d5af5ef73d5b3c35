import type { Exchange, Journey, Names } from '../journey/types.ts'
import type {
  AddressChange,
  CaptureRecord,
  Happened,
  NetworkState,
  NodeState,
  ProbeResult,
  Tables,
  Verdict,
} from '../verdict/types.ts'

export type { Names } from '../journey/types.ts'

/** Version of the event stream; the first line of events.jsonl carries it. */
export const EVENTS_VERSION = 1

/** How a run ended. `error` is a run that broke; `unsupported` one that cannot be done here. */
export type RunOutcome = 'pass' | 'fail' | 'inconclusive' | 'error' | 'unsupported' | 'interrupted'

/**
 * What a run says while it goes on, one JSON object a line in events.jsonl. Front-ends show nothing else: the
 * line reporter, the JSON reporter and every later one fold these into a RunView.
 */
export type RunEvent = { readonly at: number } & RunEventBody

export type RunEventBody =
  | RunStarted
  | StepStarted
  | StepEnded
  | CaptureStarted
  | ProbeEnded
  | HappenedEvent
  | Observed
  | Judged
  | RunEnded

/** `at` of every event is in milliseconds since this one. */
export interface RunStarted {
  readonly type: 'run-started'
  readonly version: number
  /** ISO 8601, by the host's clock. */
  readonly startedAt: string
  readonly lab: string
  readonly title: string
  readonly file: string
  readonly change?: { readonly name: string; readonly kind: 'fault' | 'variant'; readonly title: string }
  readonly seed: string
  /** Absent when no kernel could be had; the run then ends at once as unsupported. */
  readonly kernel?: 'uml' | 'host'
  /** Why this kernel was taken. */
  readonly kernelReason?: string
  /** How time passes in the kernel: `virtual` jumps from one timer to the next, and computing takes none. */
  readonly clock?: 'real' | 'virtual'
  /** What frames take on networks, in microseconds, by name; those without a delay are absent. */
  readonly delays?: Readonly<Record<string, number>>
  /** Titles of the steps to come, so that a screen can show the whole run from the start. */
  readonly steps: readonly string[]
  readonly out: string
  /** What is going to happen on the lab's timeline, in order. */
  readonly timeline?: {
    readonly lastsMs: number
    readonly events: readonly { readonly event: string; readonly atMs: number; readonly text: string }[]
  }
}

export interface StepStarted {
  readonly type: 'step-started'
  readonly title: string
}

export interface StepEnded {
  readonly type: 'step-ended'
  readonly title: string
  readonly milliseconds: number
  /** What was learnt, in a few words: `12 interfaces`, `Linux 6.1.176`. */
  readonly detail?: string
}

export interface CaptureStarted {
  readonly type: 'capture-started'
  readonly points: readonly string[]
}

export interface ProbeEnded {
  readonly type: 'probe-ended'
  readonly result: ProbeResult
}

/** Something of the timeline. */
export interface HappenedEvent {
  readonly type: 'happened'
  readonly what: Happened
}

/** Kernel state after the probes, and what is known about the captures. */
export interface Observed {
  readonly type: 'observed'
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  /** The same before the probes, where it was read. */
  readonly before?: Tables
  readonly captures: readonly CaptureRecord[]
  /** When the first frame was captured: milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly origin: number
  readonly addressChanges: readonly AddressChange[]
}

export interface Judged {
  readonly type: 'judged'
  /** Names for addresses, to be used wherever one is shown. */
  readonly names: Names
  readonly journeys: readonly Journey[]
  readonly exchanges: readonly Exchange[]
  readonly verdicts: readonly Verdict[]
}

export interface RunEnded {
  readonly type: 'run-ended'
  readonly outcome: RunOutcome
  readonly milliseconds: number
  /** Place, reason and remedy where the outcome is error or unsupported. */
  readonly problem?: Problem
  /** Absolute paths. */
  readonly artifacts: readonly string[]
}

/** What a user needs to know about something that went wrong: place, reason, remedy. */
export interface Problem {
  readonly message: string
  /** Last lines of a daemon's log, a command's standard error, or the kernel's console. */
  readonly detail?: string
  readonly remedy?: string
}
