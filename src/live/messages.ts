import type { Names, Problem, RunEvent } from '../events/types.ts'
import type { Change } from '../lab/index.ts'
import type { ProcessEnd, SessionAct, StreamName, TerminalSize } from '../protocol/messages.ts'
import type { NetworkState, NodeState } from '../verdict/types.ts'

/** Both sides refuse to talk to another version: a live lab may be older than the lvslab that asks it. */
export const LIVE_VERSION = 1

/**
 * What a keeper of a live lab may be asked, by name: parameters and value. One connection is one question: a line of
 * JSON, answered by any number of `{"event":…}`, then `{"value":…}` or `{"problem":…}`.
 */
export interface Questions {
  status: { with: Record<string, never>; value: LiveStatus }
  /** Fresh captures, all probes, verdicts; tells the events of a run. */
  check: { with: Record<string, never>; value: Checked }
  /** Fresh captures and some of the lab's probes; verdicts are not drawn. */
  probe: { with: { readonly names: readonly string[] }; value: Checked }
  /** Turns the lab into one with other faults and variants; tells of the steps. */
  change: { with: ChangeWish; value: Changed }
  observe: { with: Record<string, never>; value: Observation }
  /** The connection stays: see `SessionWords`. */
  open: { with: SessionWish; value: ProcessEnd }
  /** What an exercise hides, which it does no longer then. */
  solve: { with: Record<string, never>; value: readonly Change[] }
  down: { with: Record<string, never>; value: Record<string, never> }
}

export type QuestionName = keyof Questions

export interface Question<Name extends QuestionName = QuestionName> {
  readonly version: number
  readonly ask: Name
  readonly with: Questions[Name]['with']
}

export type Answer =
  | { readonly event: RunEvent }
  | { readonly output: StreamName /** Octets, in base64. */; readonly data: string }
  | { readonly value: unknown }
  | { readonly problem: Problem }

/** What is said to an open session. */
export type SessionWords = SessionAct extends infer Act
  ? Act extends unknown
    ? Omit<Act, 'session'>
    : never
  : never

export interface SessionWish {
  /** Without a node, outside of all of them: where the bridges' namespaces are. */
  readonly node?: string
  readonly argv: readonly string[]
  readonly terminal?: TerminalSize
  readonly env?: Readonly<Record<string, string>>
}

export interface LiveStatus {
  readonly name: string
  readonly lab: string
  readonly title: string
  readonly file: string
  readonly kernel: 'uml' | 'host'
  /** Folder of logs, configurations and checks. */
  readonly out: string
  /** ISO 8601, by the host's clock. */
  readonly startedAt: string
  /** Process id of the keeper, with which the world ends. */
  readonly pid: number
  readonly nodes: readonly string[]
  readonly probes: readonly string[]
  readonly daemons: readonly { readonly name: string; readonly node: string }[]
  readonly points: readonly string[]
  /** The folder `out`, as commands inside of the world see it. */
  readonly inside: string
  /** Faults and variants that the lab declares. */
  readonly known: readonly string[]
  /** Faults and variants that are in force; an exercise keeps them to itself. */
  readonly changes: readonly string[]
  /** Whether a fault is hidden in it. */
  readonly exercise: boolean
  /** What it is doing now, if anything. */
  readonly busy?: string
}

export interface Checked {
  readonly outcome: 'pass' | 'fail' | 'inconclusive' | 'error' | 'unsupported' | 'interrupted'
  /** Folder of this check. */
  readonly out: string
}

export interface ChangeWish {
  readonly changes: readonly string[]
  /** Those that are in force as far as the asker knows: somebody else may have asked meanwhile. */
  readonly instead?: readonly string[]
}

export interface Changed {
  /** Why the whole world was made anew, if it was; open sessions have ended then. */
  readonly rebuilt?: string
}

export interface Observation {
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  /** Names for their addresses. */
  readonly names: Names
}
