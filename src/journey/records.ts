/** End of a linked list, and "no such record", in every table of this folder. */
export const NOTHING = -1

/**
 * Records of a few numbers each, taken and given back. A record is known by the place of its first number in
 * {@link data} and lies within it in one piece, so that looking at one costs one line of the processor's cache.
 * Memory doubles when no record is free: it follows the most records ever in use at a time.
 */
export class Records {
  data: Int32Array
  /** How many records are in use. */
  size = 0
  private readonly length: number
  private end = 0
  /** Records that were given back, each holding the next one's place in its first number. */
  private free = NOTHING

  /** `length` is how many numbers a record has, `count` how many records there is room for at first. */
  constructor(length: number, count: number) {
    this.length = length
    this.data = new Int32Array(length * count)
  }

  take(): number {
    this.size++
    if (this.free === NOTHING) return this.append()
    const record = this.free
    this.free = this.data[record] as number
    return record
  }

  give(record: number): void {
    this.size--
    this.data[record] = this.free
    this.free = record
  }

  private append(): number {
    if (this.end === this.data.length) this.grow()
    const record = this.end
    this.end += this.length
    return record
  }

  private grow(): void {
    const larger = new Int32Array(this.data.length * 2)
    larger.set(this.data)
    this.data = larger
  }
}
