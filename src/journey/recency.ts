import { NOTHING } from './pool.ts'

/** The two columns that {@link Recency} links rows with. */
export interface Links {
  readonly fresher: Int32Array
  readonly staler: Int32Array
}

/** Rows in the order in which they were last touched: a doubly linked list in two columns of their pool. */
export class Recency {
  /** Touched longest ago, or NOTHING. */
  stalest = NOTHING
  private freshest = NOTHING

  add(links: Links, row: number): void {
    links.staler[row] = this.freshest
    links.fresher[row] = NOTHING
    if (this.freshest === NOTHING) this.stalest = row
    else links.fresher[this.freshest] = row
    this.freshest = row
  }

  touch(links: Links, row: number): void {
    if (row === this.freshest) return
    this.remove(links, row)
    this.add(links, row)
  }

  remove({ fresher, staler }: Links, row: number): void {
    const before = staler[row] as number
    const after = fresher[row] as number
    if (before === NOTHING) this.stalest = after
    else fresher[before] = after
    if (after === NOTHING) this.freshest = before
    else staler[after] = before
  }
}
