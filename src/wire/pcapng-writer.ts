import { closeSync, openSync, writeSync } from 'node:fs'
import { LINK_ETHERNET } from './numbers.ts'

/** One capture point, which becomes one interface of the file. */
export interface WriterPoint {
  /** `node:interface` */
  readonly name: string
  /** LINKTYPE_ number; Ethernet where absent. */
  readonly linkType?: number
  /** Octets per frame at most; 0, which is the default: no limit. */
  readonly snapLength?: number
}

// Block types and option codes of draft-ietf-opsawg-pcapng.
const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const ENHANCED_PACKET = 6
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const OPT_COMMENT = 1
const SHB_USERAPPL = 4
const IF_NAME = 2
const IF_TSRESOL = 9
const NANOSECONDS = 9

const BUFFER = 1 << 18
const TEXT = new TextEncoder()

/**
 * Writes a pcapng file, little-endian, with nanosecond timestamps. Only `close` brings everything to the file,
 * and says whether all went well; what is written after a failure is dropped.
 */
export class PcapngWriter {
  readonly #fd: number | undefined
  #failure: Error | undefined
  #buffer = new Uint8Array(BUFFER)
  #view = new DataView(this.#buffer.buffer)
  #at = 0

  constructor(path: string, points: readonly WriterPoint[]) {
    this.#fd = this.#attempt(() => openSync(path, 'w'))
    this.#writeSection()
    for (const point of points) this.#writeInterface(point)
  }

  /**
   * Adds one frame.
   * @param point index into the constructor's list
   * @param seconds since 1970-01-01 UTC
   */
  write(
    point: number,
    seconds: number,
    nanoseconds: number,
    bytes: Uint8Array,
    start: number,
    capturedLength: number,
    originalLength: number,
    comment?: string,
  ): void {
    const options = comment === undefined ? [] : [option(OPT_COMMENT, TEXT.encode(comment))]
    this.#block(ENHANCED_PACKET, 20 + padded(capturedLength), options, () => {
      // The product needs more than 53 bits: its low half is exact modulo 2^32, and gives the high half.
      const low = (Math.imul(seconds, 1e9) + nanoseconds) >>> 0
      this.#u32(point)
      this.#u32(Math.round((seconds * 1e9 + nanoseconds - low) / 0x1_0000_0000))
      this.#u32(low)
      this.#u32(capturedLength)
      this.#u32(originalLength)
      this.#octets(bytes, start, capturedLength)
    })
  }

  /** Brings what has been written so far to the file; gives the system's error, had there been one at any time. */
  flush(): Error | undefined {
    this.#flush()
    return this.#failure
  }

  /** The system's error, had there been one at any time. */
  close(): Error | undefined {
    this.#flush()
    const fd = this.#fd
    if (fd !== undefined) this.#attempt(() => closeSync(fd))
    return this.#failure
  }

  #writeSection(): void {
    this.#block(SECTION, 16, [option(SHB_USERAPPL, TEXT.encode('lvslab'))], () => {
      this.#u32(BYTE_ORDER_MAGIC)
      this.#u32(1) // version 1.0
      this.#u32(0xffffffff) // length of the section: not told
      this.#u32(0xffffffff)
    })
  }

  #writeInterface({ name, linkType = LINK_ETHERNET, snapLength = 0 }: WriterPoint): void {
    const options = [option(IF_NAME, TEXT.encode(name)), option(IF_TSRESOL, Uint8Array.of(NANOSECONDS))]
    this.#block(INTERFACE, 8, options, () => {
      this.#u32(linkType)
      this.#u32(snapLength)
    })
  }

  /** `body` writes `bodyLength` octets, a multiple of 4. */
  #block(type: number, bodyLength: number, options: readonly Option[], body: () => void): void {
    const optionsLength =
      options.length === 0 ? 0 : 4 + options.reduce((sum, { value }) => sum + 4 + padded(value.length), 0)
    const length = 12 + bodyLength + optionsLength
    this.#makeRoom(length)
    this.#u32(type)
    this.#u32(length)
    body()
    for (const { code, value } of options) {
      this.#u32(code | (value.length << 16))
      this.#octets(value, 0, value.length)
    }
    if (options.length > 0) this.#u32(0) // opt_endofopt
    this.#u32(length)
  }

  #u32(value: number): void {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  /** Followed by zeros up to a multiple of 4. */
  #octets(bytes: Uint8Array, start: number, length: number): void {
    this.#buffer.set(bytes.subarray(start, start + length), this.#at)
    this.#buffer.fill(0, this.#at + length, this.#at + padded(length))
    this.#at += padded(length)
  }

  #makeRoom(length: number): void {
    if (this.#at + length > this.#buffer.length) this.#flush()
    if (length <= this.#buffer.length) return
    this.#buffer = new Uint8Array(length)
    this.#view = new DataView(this.#buffer.buffer)
  }

  #flush(): void {
    const fd = this.#fd
    let written = 0
    while (fd !== undefined && !this.#failure && written < this.#at) {
      written += this.#attempt(() => writeSync(fd, this.#buffer, written, this.#at - written)) ?? 0
    }
    this.#at = 0
  }

  /** Keeps the first failure. */
  #attempt<T>(operation: () => T): T | undefined {
    try {
      return operation()
    } catch (error) {
      this.#failure ??= error as Error
      return undefined
    }
  }
}

interface Option {
  readonly code: number
  readonly value: Uint8Array
}

/** A text beyond 65,535 octets, which an option cannot hold, is cut. */
function option(code: number, value: Uint8Array): Option {
  return { code, value: value.subarray(0, 0xffff) }
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}
