import { Buffer } from 'node:buffer'

/** A record of a stream that tcpdump writes. */
export interface StreamedFrame {
  readonly seconds: number
  readonly nanoseconds: number
  readonly bytes: Uint8Array
  readonly originalLength: number
}

const FILE_HEADER = 24
const RECORD_HEADER = 16
/** Times in nanoseconds, numbers in the order of x86-64 and arm64. */
const MAGIC = 0xa1b23c4d

/** Takes a pcap stream as it comes, in whatever pieces: `tcpdump -U --time-stamp-precision=nano -w -`. */
export class PcapStream {
  #rest: Buffer = Buffer.alloc(0)
  #linkType: number | undefined
  readonly #onStart: (linkType: number) => void
  readonly #onFrame: (frame: StreamedFrame) => void

  /** `onStart` hears the LINKTYPE_ number once, before any frame. */
  constructor(onStart: (linkType: number) => void, onFrame: (frame: StreamedFrame) => void) {
    this.#onStart = onStart
    this.#onFrame = onFrame
  }

  /** Throws where the stream does not begin as one; only a tcpdump that is no tcpdump does that. */
  push(piece: Buffer): void {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    if (this.#linkType === undefined && !this.#start()) return
    let at = 0
    for (let end = this.#endOfRecord(at); end <= this.#rest.length; end = this.#endOfRecord(at)) {
      this.#onFrame(this.#record(at, end))
      at = end
    }
    this.#rest = this.#rest.subarray(at)
  }

  #start(): boolean {
    if (this.#rest.length < FILE_HEADER) return false
    if (this.#rest.readUInt32LE(0) !== MAGIC) throw new Error('not a pcap stream with nanoseconds')
    this.#linkType = this.#rest.readUInt32LE(20)
    this.#rest = this.#rest.subarray(FILE_HEADER)
    this.#onStart(this.#linkType)
    return true
  }

  /** Infinity while the record's header is not there. */
  #endOfRecord(at: number): number {
    if (this.#rest.length < at + RECORD_HEADER) return Number.POSITIVE_INFINITY
    return at + RECORD_HEADER + this.#rest.readUInt32LE(at + 8)
  }

  #record(at: number, end: number): StreamedFrame {
    return {
      seconds: this.#rest.readUInt32LE(at),
      nanoseconds: this.#rest.readUInt32LE(at + 4),
      originalLength: this.#rest.readUInt32LE(at + 12),
      bytes: Uint8Array.from(this.#rest.subarray(at + RECORD_HEADER, end)),
    }
  }
}
