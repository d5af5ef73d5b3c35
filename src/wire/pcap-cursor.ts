import type { ByteWindow } from './byte-window.ts'
import { CaptureCursor, MAXIMUM_FRAME } from './capture-cursor.ts'
import { u16, u32 } from './file-integers.ts'

// Classic pcap (pcap-savefile(5)): offsets in octets in the file header and in the header of each record.
const SNAP_LENGTH = 16
const LINK_TYPE = 20
const FILE_HEADER = 24
const SECONDS = 0
const FRACTION = 4
const CAPTURED = 8
const ORIGINAL = 12
const RECORD_HEADER = 16

const MAGIC_MICROSECONDS = 0xa1b2c3d4
const MAGIC_NANOSECONDS = 0xa1b23c4d

/** Whether a file that starts with these four octets is a classic pcap. */
export function isPcap(bytes: Uint8Array): boolean {
  return [true, false].some((little) => isMagic(u32(bytes, 0, little)))
}

function isMagic(magic: number): boolean {
  return magic === MAGIC_MICROSECONDS || magic === MAGIC_NANOSECONDS
}

export class PcapCursor extends CaptureCursor {
  readonly #little: boolean
  /** Nanoseconds per unit of the fraction. */
  readonly #unit: number

  /** The first four octets must be there. */
  constructor(window: ByteWindow, path: string) {
    super(window, path)
    this.#little = isMagic(u32(window.buffer, window.at, true))
    this.#unit = u32(window.buffer, window.at, this.#little) === MAGIC_NANOSECONDS ? 1 : 1000
    this.#readFileHeader()
  }

  next(): boolean {
    const { window } = this
    if (this.error) return false
    this.record++
    if (!window.need(RECORD_HEADER))
      return window.available > 0 || window.failure ? this.cut(RECORD_HEADER) : false
    const captured = u32(window.buffer, window.at + CAPTURED, this.#little)
    if (captured > MAXIMUM_FRAME) return this.bad(`claims a frame of ${captured} octets`)
    if (!window.need(RECORD_HEADER + captured)) return this.cut(RECORD_HEADER + captured)
    this.#take(window.buffer, window.at, captured)
    return true
  }

  #take(buffer: Uint8Array, at: number, captured: number): void {
    this.seconds = u32(buffer, at + SECONDS, this.#little)
    this.nanoseconds = u32(buffer, at + FRACTION, this.#little) * this.#unit
    this.originalLength = u32(buffer, at + ORIGINAL, this.#little)
    this.capturedLength = captured
    this.start = at + RECORD_HEADER
    this.window.at = this.start + captured
    this.frames++
  }

  #readFileHeader(): void {
    const { window } = this
    if (!window.need(FILE_HEADER)) {
      this.cut(FILE_HEADER)
      return
    }
    const snapLength = u32(window.buffer, window.at + SNAP_LENGTH, this.#little)
    // The upper half tells the length of a frame check sequence.
    const linkType = u16(window.buffer, window.at + LINK_TYPE + (this.#little ? 0 : 2), this.#little)
    this.interfaces.push({ linkType, snapLength })
    window.at += FILE_HEADER
  }
}
