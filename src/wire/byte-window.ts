import { closeSync, readSync } from 'node:fs'

/** A file seen through one reused buffer, which grows only where a single record is larger. */
export class ByteWindow {
  buffer: Uint8Array
  /** First octet in the buffer that is not consumed yet. */
  at = 0
  /** Octets of a read that failed tell nothing about the file's end. */
  failure: Error | undefined
  readonly #fd: number
  #end = 0
  /** Byte of the file that the buffer's first octet is. */
  #origin = 0

  constructor(fd: number, capacity: number) {
    this.#fd = fd
    this.buffer = new Uint8Array(capacity)
  }

  /** Byte of the file at which {@link at} stands. */
  get offset(): number {
    return this.#origin + this.at
  }

  /** Octets in the buffer from {@link at} on. */
  get available(): number {
    return this.#end - this.at
  }

  /** Brings at least `count` octets into the buffer; false where the file ends before. May move the buffer. */
  need(count: number): boolean {
    return this.#end - this.at >= count || this.#fill(count)
  }

  /** Consumes octets that nobody looks at, however many; false where the file ends before. */
  skip(count: number): boolean {
    let left = count
    while (left > this.available) {
      left -= this.available
      this.at = this.#end
      if (!this.need(1)) return false
    }
    this.at += left
    return true
  }

  close(): void {
    closeSync(this.#fd)
  }

  #fill(count: number): boolean {
    this.#makeRoom(count)
    while (this.available < count) {
      const read = this.#read()
      if (read === 0) return false
      this.#end += read
    }
    return true
  }

  #makeRoom(count: number): void {
    const target = count > this.buffer.length ? new Uint8Array(count) : this.buffer
    target.set(this.buffer.subarray(this.at, this.#end))
    this.#end -= this.at
    this.#origin += this.at
    this.at = 0
    this.buffer = target
  }

  #read(): number {
    try {
      return readSync(this.#fd, this.buffer, this.#end, this.buffer.length - this.#end, null)
    } catch (error) {
      this.failure = error as Error
      return 0
    }
  }
}
