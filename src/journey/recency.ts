import { NOTHING, type Records } from './records.ts'

/**
 * Records in the order in which they were last touched: a doubly linked list through two numbers of each, at the
 * offsets `staler` and `fresher`.
 */
export class Recency {
  /** Touched longest ago, or NOTHING. */
  stalest = NOTHING
  private freshest = NOTHING
  private readonly records: Records
  private readonly staler: number
  private readonly fresher: number

  constructor(records: Records, staler: number, fresher: number) {
    this.records = records
    this.staler = staler
    this.fresher = fresher
  }

  add(record: number): void {
    const { data } = this.records
    data[record + this.staler] = this.freshest
    data[record + this.fresher] = NOTHING
    if (this.freshest === NOTHING) this.stalest = record
    else data[this.freshest + this.fresher] = record
    this.freshest = record
  }

  touch(record: number): void {
    if (record === this.freshest) return
    this.remove(record)
    this.add(record)
  }

  remove(record: number): void {
    const { data } = this.records
    const before = data[record + this.staler] as number
    const after = data[record + this.fresher] as number
    if (before === NOTHING) this.stalest = after
    else data[before + this.fresher] = after
    if (after === NOTHING) this.freshest = before
    else data[after + this.staler] = before
  }
}
