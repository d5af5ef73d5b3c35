import type { RunEvent, RunOutcome } from '../events/types.ts'
import type { RunView } from '../events/view.ts'
import type { Lab } from '../lab/index.ts'
import type { Frame } from '../wire/types.ts'
import type { Got } from './got.ts'
import type { UpLive } from './live.ts'
import type { LabEntry, SavedRun } from './model/types.ts'

/** What the interface needs of the rest of the program; whoever starts it brings this. */
export interface Services {
  /** Every lab; first by its name alone, then with what is in its file. */
  readonly listLabs: () => AsyncIterable<LabEntry>
  readonly openLab: (file: string, change?: string) => Got<Lab>
  /** Markdown; empty where there is none. */
  readonly lesson: (lab: Lab) => string
  readonly listRuns: () => readonly SavedRun[]
  readonly openRun: (folder: string) => Got<RunView>
  readonly readFrames: (folder: string) => Got<readonly Frame[]>
  /** A new folder for the artifacts of a run. */
  readonly newFolder: (lab: Lab) => Got<string>
  /** Runs a lab with its artifacts in `folder`. */
  readonly run: (
    lab: Lab,
    folder: string,
    emit: (event: RunEvent) => void,
    signal: AbortSignal,
  ) => Promise<RunOutcome>
  /** Names of the labs that live now. */
  readonly listLive: () => Promise<readonly string[]>
  readonly up: UpLive
}
