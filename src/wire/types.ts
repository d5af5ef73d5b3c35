/**
 * A range of bytes inside a frame: `start` included, `end` excluded, both counted from the frame's first byte.
 */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What every decoded header has in common. */
export interface LayerBase extends Span {
  /** Which protocol the header belongs to; discriminates the {@link Layer} union. */
  readonly protocol: string
  /** Where each field of this header stands in the frame, for highlighting. Bit fields share their bytes. */
  readonly spans: Readonly<Record<string, Span>>
}

/** One frame as a capture point saw it. */
export interface Frame {
  /** Position in the merged capture, counted from 1 as Wireshark does. */
  readonly id: number
  /** Capture point, `node:interface`. */
  readonly point: string
  /** Nanoseconds since the first frame of the merged capture, by the clock of the kernel that captured. */
  readonly time: number
  readonly bytes: Uint8Array
  /** Octets the frame had on the wire; larger than `bytes.length` where the snapshot length cut it. */
  readonly originalLength: number
  /** LINKTYPE_ number of the capture point: raw IP (101) on tunl0; Ethernet (1) where absent. */
  readonly linkType?: number
}
