import type { RunEvent, RunOutcome } from '../events/types.ts'
import type { Lab } from '../lab/index.ts'
import type { NetworkState, NodeState } from '../verdict/types.ts'
import type { Got } from './got.ts'

/** A lab that runs on while it is looked at, as the interface sees it. */
export interface LiveLab {
  readonly name: string
  readonly lab: Lab
  /** Names of the faults that are in it. */
  readonly broken: () => Promise<readonly string[]>
  /** Sends all probes with fresh captures and judges; tells the events of a run. */
  readonly check: (emit: (event: RunEvent) => void) => Promise<RunOutcome>
  readonly breakWith: (fault: string) => Promise<Got<void>>
  readonly fix: (fault: string) => Promise<Got<void>>
  readonly observe: () => Promise<{
    readonly nodes: readonly NodeState[]
    readonly networks: readonly NetworkState[]
  }>
  readonly session: (what: SessionRequest) => Promise<Session>
  readonly down: () => Promise<void>
}

export interface SessionRequest {
  readonly node: string
  readonly argv: readonly string[]
  /** With it, the program has a terminal of its own. */
  readonly tty?: { readonly rows: number; readonly columns: number }
}

/** A program in a node, connected. */
export interface Session {
  readonly write: (bytes: Uint8Array) => void
  readonly resize: (rows: number, columns: number) => void
  readonly onOutput: (take: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) => void
  readonly ended: Promise<{ readonly status: number }>
}

/** Starts live labs, or joins one that is there. */
export interface LiveService {
  readonly up: (lab: Lab) => Promise<Got<LiveLab>>
}
