import { CaptureCursor, MAXIMUM_FRAME } from './capture-cursor.ts'
import { u16, u32 } from './file-integers.ts'
import { type PcapngInterface, readInterface } from './pcapng-interface.ts'

// pcapng (draft-ietf-opsawg-pcapng): every block is type, length, body, length again.
const SECTION = 0x0a0d0d0a
const INTERFACE = 1
/** Obsolete, as the enhanced packet block but for an interface id of 16 bits. */
const PACKET = 2
const SIMPLE_PACKET = 3
const ENHANCED_PACKET = 6

const BLOCK_LENGTH = 4
const BODY = 8
const TRAILER = 4
const MINIMUM_BLOCK = 12

const BYTE_ORDER = 8
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const MAJOR_VERSION = 12
const TICKS_HIGH = 12
const TICKS_LOW = 16
const CAPTURED = 20
const ORIGINAL = 24
const DATA = 28
const SIMPLE_DATA = 12

/** Octets that a block of each kind needs at least. Blocks of other kinds are skipped. */
const MINIMUM: Readonly<Record<number, number>> = {
  [SECTION]: 28,
  [INTERFACE]: 20,
  [PACKET]: DATA + TRAILER,
  [SIMPLE_PACKET]: SIMPLE_DATA + TRAILER,
  [ENHANCED_PACKET]: DATA + TRAILER,
}
/** The largest frame and generous options: a larger block of a known kind is damage. */
const MAXIMUM_BLOCK = MAXIMUM_FRAME + 0x100000

/** Ticks a second that the division below stays exact for; 10^12 is picoseconds. */
const FINEST_TICKS = 2 ** 45

/** Whether a file that starts with these four octets may be a pcapng. */
export function isPcapng(bytes: Uint8Array): boolean {
  return u32(bytes, 0, true) === SECTION
}

export class PcapngCursor extends CaptureCursor {
  readonly #interfaces: PcapngInterface[] = []
  #little = true
  /** Index of the section's first interface among those of the whole file. */
  #firstInterface = 0

  next(): boolean {
    while (this.#enterBlock()) {
      const { window } = this
      const type = u32(window.buffer, window.at, this.#little)
      const length = u32(window.buffer, window.at + BLOCK_LENGTH, this.#little)
      if (type === ENHANCED_PACKET || type === PACKET) return this.#takePacket(type, length)
      if (type === SIMPLE_PACKET) return this.#takeSimplePacket(length)
      if (!(type === INTERFACE ? this.#addInterface(length) : this.#passBlock(type, length))) return false
    }
    return false
  }

  /** Makes sure that a block starts here and, if it is of a known kind, that it is whole. */
  #enterBlock(): boolean {
    const { window } = this
    if (this.error) return false
    this.record++
    if (!window.need(MINIMUM_BLOCK))
      return window.available > 0 || window.failure ? this.cut(MINIMUM_BLOCK) : false
    const type = u32(window.buffer, window.at, this.#little)
    if (type === SECTION && !this.#readByteOrder()) return false
    const length = u32(window.buffer, window.at + BLOCK_LENGTH, this.#little)
    const minimum = MINIMUM[type]
    const isFair = length >= (minimum ?? MINIMUM_BLOCK) && length % 4 === 0
    if (!isFair || (minimum && length > MAXIMUM_BLOCK)) return this.bad(`claims a block of ${length} octets`)
    if (!minimum) return true
    if (!window.need(length)) return this.cut(length)
    const trailer = u32(window.buffer, window.at + length - TRAILER, this.#little)
    return trailer === length || this.bad(`ends with length ${trailer} but starts with ${length}`)
  }

  #readByteOrder(): boolean {
    const { window } = this
    const magic = u32(window.buffer, window.at + BYTE_ORDER, true)
    this.#little = magic === BYTE_ORDER_MAGIC
    const isKnown = this.#little || u32(window.buffer, window.at + BYTE_ORDER, false) === BYTE_ORDER_MAGIC
    return isKnown || this.bad('is a section header without a byte order')
  }

  /** A section header, or a block that holds neither frames nor interfaces. */
  #passBlock(type: number, length: number): boolean {
    const { window } = this
    const from = window.offset
    if (type === SECTION) {
      const major = u16(window.buffer, window.at + MAJOR_VERSION, this.#little)
      if (major !== 1) return this.bad(`is of pcapng version ${major}`)
      this.#firstInterface = this.interfaces.length
    }
    return window.skip(length) || this.cut(length, from)
  }

  #addInterface(length: number): boolean {
    const { window } = this
    const described = readInterface(window.buffer, window.at, length, this.#little)
    if (described.ticksPerSecond > FINEST_TICKS)
      return this.bad('has timestamps finer than this reader counts')
    this.#interfaces.push(described)
    this.interfaces.push(described)
    window.at += length
    return true
  }

  #takePacket(type: number, length: number): boolean {
    const { buffer, at } = this.window
    const id = type === PACKET ? u16(buffer, at + BODY, this.#little) : u32(buffer, at + BODY, this.#little)
    const described = this.#interfaces[this.#firstInterface + id]
    const captured = u32(buffer, at + CAPTURED, this.#little)
    if (!described) return this.bad(`names interface ${id}, which is not described`)
    if (captured > length - DATA - TRAILER) return this.bad(`claims a frame of ${captured} octets`)
    this.#setTime(
      u32(buffer, at + TICKS_HIGH, this.#little),
      u32(buffer, at + TICKS_LOW, this.#little),
      described,
    )
    return this.#take(id, at + DATA, captured, u32(buffer, at + ORIGINAL, this.#little), length)
  }

  /** It has no time and belongs to the section's first interface, whose snapshot length applies. */
  #takeSimplePacket(length: number): boolean {
    const { buffer, at } = this.window
    const described = this.#interfaces[this.#firstInterface]
    const original = u32(buffer, at + BODY, this.#little)
    const captured = Math.min(original, described?.snapLength || original)
    if (!described) return this.bad('names interface 0, which is not described')
    if (captured > length - SIMPLE_DATA - TRAILER) return this.bad(`claims a frame of ${captured} octets`)
    this.seconds = 0
    this.nanoseconds = 0
    return this.#take(0, at + SIMPLE_DATA, captured, original, length)
  }

  #take(id: number, start: number, captured: number, original: number, length: number): true {
    this.interfaceIndex = this.#firstInterface + id
    this.start = start
    this.capturedLength = captured
    this.originalLength = original
    this.window.at += length
    this.frames++
    return true
  }

  /** Long division of 64 bits in digits of 8, so that no number on the way needs more than 53. */
  #setTime(
    high: number,
    low: number,
    { ticksPerSecond, offsetSeconds, multiply, divide }: PcapngInterface,
  ): void {
    let seconds = Math.floor(high / ticksPerSecond)
    let rest = high - seconds * ticksPerSecond
    for (let shift = 24; shift >= 0; shift -= 8) {
      rest = rest * 256 + ((low >>> shift) & 0xff)
      const digit = Math.floor(rest / ticksPerSecond)
      rest -= digit * ticksPerSecond
      seconds = seconds * 256 + digit
    }
    this.seconds = seconds + offsetSeconds
    this.nanoseconds = Math.floor((rest * multiply) / divide)
  }
}
