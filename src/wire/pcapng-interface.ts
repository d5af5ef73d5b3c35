import type { CaptureInterface } from './capture-cursor.ts'
import { u16, u32 } from './file-integers.ts'

/** An interface of a pcapng file with what its timestamps count. */
export interface PcapngInterface extends CaptureInterface {
  readonly ticksPerSecond: number
  /** A tick is `multiply / divide` nanoseconds; apart, so that powers of ten lose nothing. */
  readonly multiply: number
  readonly divide: number
  /** To be added to every timestamp. */
  readonly offsetSeconds: number
}

// Interface description block (draft-ietf-opsawg-pcapng, section 4.2), offsets in octets in the block.
const LINK_TYPE = 8
const SNAP_LENGTH = 12
const OPTIONS = 16
const TRAILER = 4

const OPTION_END = 0
const IF_NAME = 2
const IF_TSRESOL = 9
const IF_TSOFFSET = 14

/** The block of `length` octets at `at`. */
export function readInterface(
  bytes: Uint8Array,
  at: number,
  length: number,
  little: boolean,
): PcapngInterface {
  const options = readOptions(bytes, at + OPTIONS, at + length - TRAILER, little)
  const name = options.get(IF_NAME)
  const resolution = options.get(IF_TSRESOL)?.[0] ?? 6
  return {
    linkType: u16(bytes, at + LINK_TYPE, little),
    snapLength: u32(bytes, at + SNAP_LENGTH, little),
    ...(name && { name: new TextDecoder().decode(name) }),
    ...ticksOf(resolution),
    offsetSeconds: signed64(options.get(IF_TSOFFSET), little),
  }
}

/** if_tsresol: a negative power of ten or, with the highest bit set, of two. */
function ticksOf(resolution: number) {
  const power = resolution & 0x7f
  if (resolution & 0x80) return { ticksPerSecond: 2 ** power, multiply: 1e9 / 2 ** power, divide: 1 }
  return {
    ticksPerSecond: 10 ** power,
    multiply: 10 ** Math.max(0, 9 - power),
    divide: 10 ** Math.max(0, power - 9),
  }
}

/** Options by code; one that does not fit ends the list. */
function readOptions(
  bytes: Uint8Array,
  start: number,
  end: number,
  little: boolean,
): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>()
  let at = start
  while (at + 4 <= end) {
    const code = u16(bytes, at, little)
    const valueEnd = at + 4 + u16(bytes, at + 2, little)
    if (code === OPTION_END || valueEnd > end) break
    options.set(code, bytes.slice(at + 4, valueEnd))
    at = start + Math.ceil((valueEnd - start) / 4) * 4
  }
  return options
}

function signed64(value: Uint8Array | undefined, little: boolean): number {
  if (value?.length !== 8) return 0
  return Number(new DataView(value.buffer, value.byteOffset, 8).getBigInt64(0, little))
}
