import type { Change } from './change.ts'
import type { ExpectationSpec } from './expectations/types.ts'
import type { Action, Probe } from './probes/types.ts'
import type { Timeline } from './timeline/types.ts'
import type { Network, Node } from './topology/types.ts'

/**
 * A Lab is what is left of a lab file once it has been read, its variables replaced, replicas counted, one
 * fault or variant applied, and every default filled in. Nothing downstream asks what a missing key means.
 */
export interface Lab {
  /** Folder name of the lab, for example `dr`. */
  readonly name: string
  readonly title: string
  /** Absolute path of lab.yaml. */
  readonly file: string
  /** Absolute path of the optional assert.ts beside it. */
  readonly assertFile?: string
  /** Seed that MAC addresses were derived from. */
  readonly seed: string
  readonly vars: Readonly<Record<string, string>>
  readonly networks: readonly Network[]
  readonly nodes: readonly Node[]
  /** In the order in which they happen. */
  readonly probes: readonly (Probe | Action)[]
  /** Begins where the first steady probe stands, or after the last one of all. */
  readonly timeline?: Timeline
  readonly expectations: readonly ExpectationSpec[]
  /** Which change was applied to get here; absent on the healthy lab. */
  readonly change?: Change
  /** All faults and variants that the file declares, applied or not. */
  readonly changes: readonly Change[]
}
