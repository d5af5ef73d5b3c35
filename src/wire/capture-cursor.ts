import type { ByteWindow } from './byte-window.ts'
import { type CaptureError, type CapturePlace, captureError, cutError } from './capture-error.ts'

/** One interface of a capture file. */
export interface CaptureInterface {
  /** if_name of pcapng: `node:interface` in this project's own files. */
  readonly name?: string
  /** LINKTYPE_ number, see numbers.ts. */
  readonly linkType: number
  /** Octets per frame at most; 0: no limit. */
  readonly snapLength: number
}

/** No frame is larger than what libpcap allows (MAXIMUM_SNAPLEN): a larger length is damage. */
export const MAXIMUM_FRAME = 262_144

/** Stands on one frame of a capture file after the other, without keeping any. */
export abstract class CaptureCursor {
  readonly interfaces: CaptureInterface[] = []
  /** Whole frames so far. */
  frames = 0
  error: CaptureError | undefined

  // The frame it stands on: valid until next().
  start = 0
  capturedLength = 0
  originalLength = 0
  /** Since 1970-01-01 UTC. */
  seconds = 0
  nanoseconds = 0
  interfaceIndex = 0

  protected readonly window: ByteWindow
  readonly path: string
  /** Number of the record that is being read, from 1; 0 while it is the file header. */
  protected record = 0

  constructor(window: ByteWindow, path: string) {
    this.window = window
    this.path = path
  }

  /** Where the frame's octets are, from {@link start} on. */
  get buffer(): Uint8Array {
    return this.window.buffer
  }

  /** Goes to the next frame; false at the file's end, and with {@link error} set where that is not the end. */
  abstract next(): boolean

  close(): void {
    this.window.close()
  }

  /** Ends reading because the file does not hold the `needed` octets of the record that starts at byte `from`. */
  protected cut(needed: number, from: number = this.window.offset): false {
    const { window } = this
    const place = { ...this.place(), offset: from }
    this.error = window.failure
      ? captureError('unreadable', place, window.failure.message)
      : cutError(place, window.offset + window.available - from, needed)
    return false
  }

  /** Ends reading because the record at hand cannot be true. */
  protected bad(reason: string): false {
    this.error = captureError('bad-record', this.place(), `${this.here()} ${reason}`)
    return false
  }

  protected place(): CapturePlace {
    return { path: this.path, offset: this.window.offset, record: this.record, frames: this.frames }
  }

  private here(): string {
    return this.record === 0 ? 'the file header' : `record ${this.record} at byte ${this.window.offset}`
  }
}
