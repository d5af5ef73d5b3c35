import type { RunView } from '../../events/view.ts'
import type { Change, Diagnostic, Lab } from '../../lab/index.ts'
import type { VerdictStatus } from '../../verdict/types.ts'
import type { Frame } from '../../wire/types.ts'

/** Columns and rows of a terminal or of a part of it. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Everything that is shown, and where the user is. The last screen is the one that is seen. */
export interface Model {
  readonly size: Size
  readonly screens: readonly [Screen, ...Screen[]]
  /** Whether the keys of the screen are explained instead of it. */
  readonly help: boolean
  /** Said in the last line until the next key. */
  readonly notice?: string
}

export type Screen = LabsScreen | LabScreen | RunsScreen | RunScreen

/** The list of labs. */
export interface LabsScreen {
  readonly kind: 'labs'
  readonly labs: readonly LabEntry[]
  readonly query: string
  /** Whether keys go to the query. */
  readonly searching: boolean
  /** Place in what the query leaves. */
  readonly cursor: number
  /** Names of labs that live now. */
  readonly live: ReadonlySet<string>
}

/** A lab of the list; what is in its file is known a moment later than its name. */
export interface LabEntry {
  readonly name: string
  readonly file: string
  readonly read?: {
    readonly title?: string
    readonly changes: readonly Change[]
    readonly errors: readonly Diagnostic[]
  }
}

export type LabPane = 'lesson' | 'topology' | 'changes'

/** One lab: its lesson, its topology, and what may be changed in it. */
export interface LabScreen {
  readonly kind: 'lab'
  readonly lab: Lab
  /** Markdown; empty where the lab has none. */
  readonly lesson: string
  readonly pane: LabPane
  readonly lessonScroll: number
  readonly topologyScroll: number
  /** 0 is the healthy lab, 1 the first change. */
  readonly change: number
}

/** Runs that were saved, newest first; undefined until they have been read. */
export interface RunsScreen {
  readonly kind: 'runs'
  readonly runs?: readonly SavedRun[]
  readonly cursor: number
}

export interface SavedRun {
  readonly folder: string
  readonly lab: string
  readonly change?: string
  /** ISO 8601. */
  readonly startedAt: string
  /** Absent where the run was killed. */
  readonly outcome?: string
  readonly milliseconds?: number
}

export type RunPane = 'steps' | 'verdicts' | 'packets' | 'tables' | 'faults'

/** A run while it goes on, or as it was saved; or the checks of a live lab. */
export interface RunScreen {
  readonly kind: 'run'
  /** Messages name it: those for a screen that was left are not heard. */
  readonly id: string
  readonly view: RunView
  /** When the event `run-started` came, on the clock of ticks; undefined unless it goes on. */
  readonly since?: number
  readonly now: number
  readonly pane: RunPane
  /** Of the pane's text. */
  readonly scroll: number
  readonly verdict: number
  readonly packets: PacketsState
  /** Whose tables are shown: place among nodes, then networks. */
  readonly node: number
  /** Of capture.pcapng, in order; undefined until they have been read. */
  readonly frames?: readonly Frame[]
  /** Why there are no frames. */
  readonly framesProblem?: string
  readonly live?: LiveState
}

export type PacketsPart = 'ladder' | 'fields'

export interface PacketsState {
  /** 0 is all packets in order of time. */
  readonly group: number
  /** Row of the group's ladder. */
  readonly row: number
  readonly playing: boolean
  /** Index into the speeds. */
  readonly speed: number
  readonly part: PacketsPart
  /** Of the frame's fields; undefined is the first that changed. */
  readonly field?: number
  /** Which of the places where the hop was seen. */
  readonly sighting: number
  /** Frames of the verdict that the user came from. */
  readonly marked: ReadonlySet<number>
}

/** What a live lab adds to a run. */
export interface LiveState {
  readonly lab: Lab
  /** Names of the faults and variants that are in force. */
  readonly inForce: readonly string[]
  /** The one that the cursor stands on. */
  readonly change: number
  /** What it is busy with: one thing at a time. */
  readonly busy?: string
  /** When its tables were asked for, by the clock of ticks. */
  readonly observedAt: number
  /** Status of each expectation in the check before. */
  readonly before: Readonly<Record<string, VerdictStatus>>
}
