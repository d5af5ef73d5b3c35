import type { Director } from '../../keepalived/model/types.ts'
import type { FindingId } from '../../keepalived/vocabulary.ts'

/** keepalived as a lab has it. */
export interface Configured {
  /** Name of its configuration among `files`. */
  readonly name: string
  /** Texts by their path in the daemon's folder: the configuration, edited where the lab says so, and what it includes. */
  readonly files: Readonly<Record<string, string>>
  readonly director: Director
  /** Findings that the lab is about. */
  readonly accept: readonly FindingId[]
  /** Where something was found that keepalived complains about as well. */
  readonly known: readonly Stretch[]
}

/** Lines of a file, counted from 1, the last included. */
export interface Stretch {
  /** By its path in the daemon's folder. */
  readonly file: string
  readonly from: number
  readonly to: number
}
