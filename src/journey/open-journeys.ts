import type { PacketKey } from './key.ts'
import { KeyTable } from './key-table.ts'
import { NOTHING, Pool } from './pool.ts'
import { Recency } from './recency.ts'
import { FOREIGN, KIN, Sightings, type VisitSighting } from './sightings.ts'
import type { Transmission } from './transmission.ts'

/** Journeys of one key that are open at a time; without a bound, a storm of equal frames would be quadratic. */
const MAXIMUM_TWINS = 16
const INITIAL_ROWS = 1024

/**
 * The journeys that may still be seen again, as rows of numbers: found by key, and known by when they were last
 * seen. Times are in milliseconds.
 */
export class OpenJourneys {
  private readonly table = new KeyTable(INITIAL_ROWS * 2)
  private readonly sightings = new Sightings(INITIAL_ROWS * 4)
  private readonly recency = new Recency()
  private readonly pool = new Pool(
    // first, last: of its sightings. twin: the next younger journey of the same key.
    ['low', 'high', 'number', 'seen', 'first', 'last', 'twin', 'fresher', 'staler'],
    INITIAL_ROWS,
  )

  get size(): number {
    return this.pool.size
  }

  /** The journey that was seen longest ago, or NOTHING. */
  get stalest(): number {
    return this.recency.stalest
  }

  number(journey: number): number {
    return this.pool.columns.number[journey] as number
  }

  lastSeen(journey: number): number {
    return this.pool.columns.seen[journey] as number
  }

  /** Visits the frames of a journey in the order in which they came. */
  each(journey: number, visit: VisitSighting): void {
    this.sightings.each(this.pool.columns.first[journey] as number, visit)
  }

  /**
   * The open journey that a frame continues, or NOTHING. Of several the oldest, as links do not reorder; those
   * last seen before `since` do not count.
   */
  find(key: PacketKey, transmission: Transmission, point: number, since: number): number {
    const { twin, seen, first } = this.pool.columns
    let possible = NOTHING
    for (let row = this.table.get(key.low, key.high); row !== NOTHING; row = twin[row] as number) {
      if ((seen[row] as number) < since) continue
      const fit = this.sightings.fit(first[row] as number, transmission, point)
      if (fit === KIN) return row
      if (fit !== FOREIGN && possible === NOTHING) possible = row
    }
    return possible
  }

  /** The journey that has to be closed before another one of this key opens, or NOTHING. */
  crowded(key: PacketKey): number {
    const oldest = this.table.get(key.low, key.high)
    let count = 0
    for (let row = oldest; row !== NOTHING; row = this.pool.columns.twin[row] as number) count++
    return count < MAXIMUM_TWINS ? NOTHING : oldest
  }

  /** A new journey, without a frame so far. */
  open(key: PacketKey, number: number): number {
    const row = this.pool.take()
    const { columns } = this.pool
    columns.low[row] = key.low
    columns.high[row] = key.high
    columns.number[row] = number
    columns.first[row] = columns.last[row] = columns.twin[row] = NOTHING
    this.appendTwin(key, row)
    this.recency.add(columns, row)
    return row
  }

  private appendTwin(key: PacketKey, row: number): void {
    const { twin } = this.pool.columns
    const oldest = this.table.get(key.low, key.high)
    if (oldest === NOTHING) {
      this.table.set(key.low, key.high, row)
      return
    }
    let youngest = oldest
    while (twin[youngest] !== NOTHING) youngest = twin[youngest] as number
    twin[youngest] = row
  }

  addFrame(journey: number, frame: number, point: number, transmission: Transmission, now: number): void {
    const { columns } = this.pool
    const last = columns.last[journey] as number
    const row = this.sightings.append(last, frame, point, transmission)
    if (last === NOTHING) columns.first[journey] = row
    columns.last[journey] = row
    columns.seen[journey] = now
    this.recency.touch(columns, journey)
  }

  /** Forgets a journey: its rows are free for the next one. */
  close(journey: number): void {
    const { columns } = this.pool
    this.sightings.free(columns.first[journey] as number)
    this.removeTwin(journey)
    this.recency.remove(columns, journey)
    this.pool.give(journey)
  }

  private removeTwin(journey: number): void {
    const { twin } = this.pool.columns
    const low = this.pool.columns.low[journey] as number
    const high = this.pool.columns.high[journey] as number
    const younger = twin[journey] as number
    let row = this.table.get(low, high)
    if (row !== journey) {
      while (twin[row] !== journey) row = twin[row] as number
      twin[row] = younger
    } else if (younger === NOTHING) this.table.delete(low, high)
    else this.table.set(low, high, younger)
  }
}
