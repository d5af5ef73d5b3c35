/** End of a linked list, and "no such row", in every table of this folder. */
export const NOTHING = -1

/**
 * Rows of numbers that are taken and given back: a fixed set of columns, one number a row in each, and a list of
 * the free rows. Columns double when no row is free, so memory follows the most rows ever in use at a time.
 */
export class Pool<Column extends string> {
  readonly columns: Record<Column, Int32Array>
  private readonly names: readonly Column[]
  private free: Int32Array
  private freeCount = 0
  private used = 0

  constructor(names: readonly Column[], rows: number) {
    this.names = names
    this.free = new Int32Array(rows)
    this.columns = {} as Record<Column, Int32Array>
    for (const name of names) this.columns[name] = new Int32Array(rows)
  }

  /** How many rows are in use. */
  get size(): number {
    return this.used - this.freeCount
  }

  take(): number {
    if (this.freeCount > 0) return this.free[--this.freeCount] as number
    if (this.used === this.free.length) this.grow()
    return this.used++
  }

  give(row: number): void {
    this.free[this.freeCount++] = row
  }

  private grow(): void {
    this.free = doubled(this.free)
    for (const name of this.names) this.columns[name] = doubled(this.columns[name])
  }
}

function doubled(column: Int32Array): Int32Array {
  const larger = new Int32Array(column.length * 2)
  larger.set(column)
  return larger
}
