/** Something at one time, by one node. */
export interface Moment {
  /** Milliseconds since the timeline began. */
  readonly at: number
  /** Node; empty for what the lab does. */
  readonly who: string
  readonly what: string
  /** One in a series of its likes, which end when none has come for so many milliseconds. */
  readonly patienceMs?: number
}
