/** An entry: the two halves of the key, and the record's place plus one; 0 is an empty slot. */
const LOW = 0
const HIGH = 1
const RECORD = 2
/** A power of two. */
const LENGTH = 4

/**
 * Keys of 64 bits → records: open addressing with linear probing, half full at most. A key that is taken out
 * leaves no mark behind: the entries after it move up.
 */
export class KeyTable {
  private entries: Int32Array
  private size = 0

  /** `slots` is a power of two. */
  constructor(slots: number) {
    this.entries = new Int32Array(slots * LENGTH)
  }

  /** The record, or NOTHING (see records.ts), which is -1. */
  get(low: number, high: number): number {
    return (this.entries[this.find(low, high) + RECORD] as number) - 1
  }

  set(low: number, high: number, record: number): void {
    if (this.size * 2 * LENGTH >= this.entries.length) this.grow()
    const entry = this.find(low, high)
    if (this.entries[entry + RECORD] === 0) this.size++
    this.entries[entry + LOW] = low
    this.entries[entry + HIGH] = high
    this.entries[entry + RECORD] = record + 1
  }

  delete(low: number, high: number): void {
    const entry = this.find(low, high)
    if (this.entries[entry + RECORD] === 0) return
    this.size--
    this.closeGap(entry)
  }

  /** The entry that holds the key, or the empty one where it would go. */
  private find(low: number, high: number): number {
    const { entries } = this
    const mask = entries.length - 1
    let entry = (low * LENGTH) & mask
    while (entries[entry + RECORD] !== 0 && (entries[entry] !== low || entries[entry + HIGH] !== high)) {
      entry = (entry + LENGTH) & mask
    }
    return entry
  }

  /** Moves every entry up that can no longer be reached once `gap` is empty (Knuth, volume 3, algorithm 6.4R). */
  private closeGap(gap: number): void {
    const { entries } = this
    const mask = entries.length - 1
    let empty = gap
    for (let entry = (gap + LENGTH) & mask; entries[entry + RECORD] !== 0; entry = (entry + LENGTH) & mask) {
      const home = ((entries[entry + LOW] as number) * LENGTH) & mask
      if (((entry - home) & mask) < ((entry - empty) & mask)) continue
      entries.copyWithin(empty, entry, entry + LENGTH)
      empty = entry
    }
    entries[empty + RECORD] = 0
  }

  private grow(): void {
    const { entries } = this
    this.entries = new Int32Array(entries.length * 2)
    this.size = 0
    for (let entry = 0; entry < entries.length; entry += LENGTH) {
      const record = entries[entry + RECORD] as number
      if (record !== 0) this.set(entries[entry + LOW] as number, entries[entry + HIGH] as number, record - 1)
    }
  }
}
