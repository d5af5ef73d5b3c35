import type { PacketKey } from './key.ts'
import { KeyTable } from './key-table.ts'
import { Recency } from './recency.ts'
import { NOTHING, Records } from './records.ts'
import { FOREIGN, KIN, Sightings, type VisitSighting } from './sightings.ts'
import type { Transmission } from './transmission.ts'

// One record a journey. FIRST and LAST are of its sightings, TWIN is the next younger journey of the same key.
const LOW = 0
const HIGH = 1
const NUMBER = 2
const SEEN = 3
const FIRST = 4
const LAST = 5
const TWIN = 6
const STALER = 7
const FRESHER = 8
const LENGTH = 16

/** Journeys of one key that are open at a time; without a bound, a storm of equal frames would be quadratic. */
const MAXIMUM_TWINS = 16
/** All tables grow; a moment of a few frames should not pay for more. */
const INITIAL_JOURNEYS = 16

/**
 * The journeys that may still be seen again, as records of numbers: found by key, and known by when they were
 * last seen. Times are in milliseconds.
 */
export class OpenJourneys {
  private readonly table = new KeyTable(INITIAL_JOURNEYS * 2)
  private readonly sightings = new Sightings(INITIAL_JOURNEYS * 4)
  private readonly records = new Records(LENGTH, INITIAL_JOURNEYS)
  private readonly recency = new Recency(this.records, STALER, FRESHER)

  get size(): number {
    return this.records.size
  }

  /** The journey that was seen longest ago, or NOTHING. */
  get stalest(): number {
    return this.recency.stalest
  }

  number(journey: number): number {
    return this.records.data[journey + NUMBER] as number
  }

  /** Whether a record still holds the journey of that number. */
  isOpen(journey: number, number: number): boolean {
    return this.records.data[journey + NUMBER] === number
  }

  lastSeen(journey: number): number {
    return this.records.data[journey + SEEN] as number
  }

  /** Visits the frames of a journey in the order in which they came. */
  each(journey: number, visit: VisitSighting): void {
    this.sightings.each(this.records.data[journey + FIRST] as number, visit)
  }

  /**
   * The open journey that a frame continues, or NOTHING. Of several the oldest, as links do not reorder; those
   * last seen before `since` do not count.
   */
  find(key: PacketKey, transmission: Transmission, point: number, since: number): number {
    const { data } = this.records
    let possible = NOTHING
    let journey = this.table.get(key.low, key.high)
    for (; journey !== NOTHING; journey = data[journey + TWIN] as number) {
      if ((data[journey + SEEN] as number) < since) continue
      const fit = this.sightings.fit(data[journey + FIRST] as number, transmission, point)
      if (fit === KIN) return journey
      if (fit !== FOREIGN && possible === NOTHING) possible = journey
    }
    return possible
  }

  /** The journey that has to be closed before another one of this key opens, or NOTHING. */
  crowded(key: PacketKey): number {
    const oldest = this.table.get(key.low, key.high)
    let count = 0
    for (let one = oldest; one !== NOTHING; one = this.records.data[one + TWIN] as number) count++
    return count < MAXIMUM_TWINS ? NOTHING : oldest
  }

  /** A new journey, without a frame so far. */
  open(key: PacketKey, number: number): number {
    const journey = this.records.take()
    const { data } = this.records
    data[journey + LOW] = key.low
    data[journey + HIGH] = key.high
    data[journey + NUMBER] = number
    data[journey + FIRST] = NOTHING
    data[journey + LAST] = NOTHING
    data[journey + TWIN] = NOTHING
    this.appendTwin(key, journey)
    this.recency.add(journey)
    return journey
  }

  private appendTwin(key: PacketKey, journey: number): void {
    const { data } = this.records
    const oldest = this.table.get(key.low, key.high)
    if (oldest === NOTHING) {
      this.table.set(key.low, key.high, journey)
      return
    }
    let youngest = oldest
    while (data[youngest + TWIN] !== NOTHING) youngest = data[youngest + TWIN] as number
    data[youngest + TWIN] = journey
  }

  addFrame(journey: number, frame: number, point: number, transmission: Transmission, now: number): void {
    const { data } = this.records
    const last = data[journey + LAST] as number
    const sighting = this.sightings.append(last, frame, point, transmission)
    if (last === NOTHING) data[journey + FIRST] = sighting
    data[journey + LAST] = sighting
    data[journey + SEEN] = now
    this.recency.touch(journey)
  }

  /** Forgets a journey: its records are free for the next one. */
  close(journey: number): void {
    this.sightings.free(this.records.data[journey + FIRST] as number)
    this.removeTwin(journey)
    this.recency.remove(journey)
    this.records.data[journey + NUMBER] = NOTHING
    this.records.give(journey)
  }

  private removeTwin(journey: number): void {
    const { data } = this.records
    const low = data[journey + LOW] as number
    const high = data[journey + HIGH] as number
    const younger = data[journey + TWIN] as number
    let one = this.table.get(low, high)
    if (one !== journey) {
      while (data[one + TWIN] !== journey) one = data[one + TWIN] as number
      data[one + TWIN] = younger
    } else if (younger === NOTHING) this.table.delete(low, high)
    else this.table.set(low, high, younger)
  }
}
