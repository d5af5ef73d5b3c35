/** Why a capture file could not be read to its end. Nothing that was read before may pass for the whole. */
export interface CaptureError {
  readonly kind: 'unreadable' | 'empty' | 'not-a-capture' | 'cut' | 'bad-record'
  readonly path: string
  /** Byte of the file where the record starts that could not be read. */
  readonly offset: number
  /** Which record that is, counted from 1: a packet of a pcap file, a block of a pcapng file; 0 for the header. */
  readonly record: number
  /** Whole frames before it. */
  readonly frames: number
  /** Place and reason in one line. */
  readonly message: string
  readonly remedy: string
}

/** Where in a file reading came to an end. */
export type CapturePlace = Pick<CaptureError, 'path' | 'offset' | 'record' | 'frames'>

const REMEDIES: Readonly<Record<CaptureError['kind'], string>> = {
  unreadable: 'check the path and its permissions',
  empty: 'capture again; a capture that was started writes its header at once',
  'not-a-capture': 'give a pcap or pcapng file, uncompressed',
  cut: 'capture again and end tcpdump with SIGTERM or SIGINT, which lets it write its last record',
  'bad-record': 'capture again; the file is damaged',
}

export function captureError(kind: CaptureError['kind'], place: CapturePlace, reason: string): CaptureError {
  return { kind, ...place, message: `${place.path}: ${reason}`, remedy: REMEDIES[kind] }
}

/** The file ends inside of a record. */
export function cutError(place: CapturePlace, available: number, needed: number): CaptureError {
  const what = place.record === 0 ? 'the file header' : `record ${place.record}`
  const reason =
    `cut in the middle: ends after byte ${available} of ${what}, which starts at byte ${place.offset} ` +
    `and needs ${needed}; ${place.frames} whole ${place.frames === 1 ? 'frame' : 'frames'} before it`
  return captureError('cut', place, reason)
}
