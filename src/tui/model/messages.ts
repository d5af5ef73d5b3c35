import type { RunEvent } from '../../events/types.ts'
import type { RunView } from '../../events/view.ts'
import type { Names } from '../../journey/types.ts'
import type { Lab } from '../../lab/index.ts'
import type { NetworkState, NodeState } from '../../verdict/types.ts'
import type { Frame } from '../../wire/types.ts'
import type { LabEntry, SavedRun, Size } from './types.ts'

/** Something that happened: a key, the end of some work, the passing of time. */
export type Message =
  /** `up`, `enter`, `pagedown`, `escape`, …, or the character itself. */
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'resized'; readonly size: Size }
  /** Milliseconds of a clock that never goes back. */
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'lab-listed'; readonly entry: LabEntry }
  | { readonly type: 'live-listed'; readonly names: readonly string[] }
  | { readonly type: 'lab-opened'; readonly lab: Lab; readonly lesson: string }
  | { readonly type: 'runs-listed'; readonly runs: readonly SavedRun[] }
  | { readonly type: 'run-opened'; readonly id: string; readonly view: RunView }
  | { readonly type: 'run-begun'; readonly id: string; readonly now: number }
  | { readonly type: 'run-event'; readonly id: string; readonly event: RunEvent }
  | { readonly type: 'frames-read'; readonly id: string; readonly frames: readonly Frame[] }
  | { readonly type: 'frames-missing'; readonly id: string; readonly reason: string }
  | LiveMessage

export type LiveMessage =
  | {
      readonly type: 'live-opened'
      readonly id: string
      readonly lab: Lab
      readonly inForce: readonly string[]
    }
  /** It could not be started, or is down. */
  | { readonly type: 'live-gone'; readonly id: string; readonly notice: string }
  | { readonly type: 'live-busy'; readonly id: string; readonly what: string }
  | { readonly type: 'live-idle'; readonly id: string; readonly notice?: string }
  | { readonly type: 'live-changed'; readonly id: string; readonly inForce: readonly string[] }
  | ({ readonly type: 'live-observed'; readonly id: string } & Tables)

/** The kernels' tables, and names for the addresses in them. */
export interface Tables {
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  readonly names: Names
}

/** Work that a message asks for. What comes of it is another message. */
export type Effect =
  | { readonly type: 'list-labs' }
  /** Which labs live now. */
  | { readonly type: 'list-live' }
  | { readonly type: 'open-lab'; readonly file: string }
  | { readonly type: 'list-runs' }
  | { readonly type: 'open-run'; readonly folder: string }
  | { readonly type: 'run'; readonly file: string; readonly change?: string }
  /** Ends the run that goes on, in good order. */
  | { readonly type: 'interrupt' }
  | { readonly type: 'read-frames'; readonly id: string; readonly folder: string }
  /** Has to be said in the last line. */
  | { readonly type: 'tell'; readonly text: string }
  | { readonly type: 'quit' }
  | LiveEffect

export type LiveEffect =
  | { readonly type: 'up'; readonly file: string }
  | { readonly type: 'check'; readonly id: string }
  /** Brings these faults and variants into force, and no others. */
  | { readonly type: 'change'; readonly id: string; readonly changes: readonly string[] }
  | { readonly type: 'observe'; readonly id: string }
  | { readonly type: 'shell'; readonly id: string; readonly node: string }
  | { readonly type: 'down'; readonly id: string }

/** What a message makes of something, and what has to be done besides. */
export type Updated<Value> = readonly [value: Value, ...effects: Effect[]]
