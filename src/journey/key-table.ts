import type { NOTHING } from './pool.ts'

/**
 * Keys of 64 bits → row numbers: open addressing with linear probing, half full at most. A key that is taken out
 * leaves no mark behind: the entries after it move up.
 */
export class KeyTable {
  private low: Int32Array
  private high: Int32Array
  /** Row number plus one; 0 is an empty slot. */
  private row: Int32Array
  private size = 0

  /** `slots` is a power of two. */
  constructor(slots: number) {
    this.low = new Int32Array(slots)
    this.high = new Int32Array(slots)
    this.row = new Int32Array(slots)
  }

  /** The row, or {@link NOTHING}. */
  get(low: number, high: number): number {
    return (this.row[this.slotOf(low, high)] as number) - 1
  }

  set(low: number, high: number, row: number): void {
    if (this.size * 2 >= this.row.length) this.grow()
    const slot = this.slotOf(low, high)
    if (this.row[slot] === 0) this.size++
    this.low[slot] = low
    this.high[slot] = high
    this.row[slot] = row + 1
  }

  delete(low: number, high: number): void {
    const slot = this.slotOf(low, high)
    if (this.row[slot] === 0) return
    this.size--
    this.closeGap(slot)
  }

  /** The slot that holds the key, or the empty one where it would go. */
  private slotOf(low: number, high: number): number {
    const mask = this.row.length - 1
    let slot = low & mask
    while (this.row[slot] !== 0 && (this.low[slot] !== low || this.high[slot] !== high))
      slot = (slot + 1) & mask
    return slot
  }

  /** Moves every entry up that can no longer be reached once `gap` is empty (Knuth, volume 3, algorithm 6.4R). */
  private closeGap(gap: number): void {
    const mask = this.row.length - 1
    let empty = gap
    for (let slot = (gap + 1) & mask; this.row[slot] !== 0; slot = (slot + 1) & mask) {
      const home = (this.low[slot] as number) & mask
      if (((slot - home) & mask) < ((slot - empty) & mask)) continue
      this.move(slot, empty)
      empty = slot
    }
    this.row[empty] = 0
  }

  private move(from: number, to: number): void {
    this.low[to] = this.low[from] as number
    this.high[to] = this.high[from] as number
    this.row[to] = this.row[from] as number
  }

  private grow(): void {
    const { low, high, row } = this
    this.low = new Int32Array(low.length * 2)
    this.high = new Int32Array(high.length * 2)
    this.row = new Int32Array(row.length * 2)
    this.size = 0
    row.forEach((value, slot) => {
      if (value !== 0) this.set(low[slot] as number, high[slot] as number, value - 1)
    })
  }
}
