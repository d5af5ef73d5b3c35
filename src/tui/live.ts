import type { RunEvent } from '../events/types.ts'
import type { Names } from '../journey/types.ts'
import type { Lab } from '../lab/index.ts'
import type { NetworkState, NodeState } from '../verdict/types.ts'
import type { Terminal } from './app/terminal.ts'
import type { Got } from './got.ts'

/** A lab that runs on while it is looked at, as the interface sees it. */
export interface LiveLab {
  readonly name: string
  readonly lab: Lab
  /** Names of the faults and variants that are in force. */
  readonly changes: () => Promise<Got<readonly string[]>>
  /** Sends all probes with fresh captures and judges; tells the events of a run. */
  readonly check: (emit: (event: RunEvent) => void) => Promise<Got<unknown>>
  /** Brings these into force and no others; gives what is to be said about it, if anything. */
  readonly change: (changes: readonly string[]) => Promise<Got<string | undefined>>
  readonly observe: () => Promise<Got<Observation>>
  /** A shell with the whole terminal, until it ends. */
  readonly shell: (node: string, terminal: Terminal) => Promise<Got<unknown>>
  readonly down: () => Promise<Got<unknown>>
}

/** The kernel's tables of every node and network, and names for their addresses. */
export interface Observation {
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  readonly names: Names
}

/** Starts a live lab, or joins the one of that name; `emit` hears its steps. */
export type UpLive = (lab: Lab, emit: (event: RunEvent) => void, signal: AbortSignal) => Promise<Got<LiveLab>>
