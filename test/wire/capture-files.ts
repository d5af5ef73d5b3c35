import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

// Capture files made octet by octet from their specifications, so that reader and writer do not vouch for each
// other.

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-wire-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** The path of a file with these octets that is gone after the test. */
export function scratchFile(bytes: Uint8Array, name = 'capture'): string {
  const path = join(scratchFolder(), name)
  writeFileSync(path, bytes)
  return path
}

export interface PcapFrame {
  readonly seconds: number
  /** In the unit of the file. */
  readonly fraction: number
  readonly bytes: Uint8Array
  readonly originalLength?: number
}

export interface PcapShape {
  readonly little?: boolean
  readonly nanoseconds?: boolean
  readonly linkType?: number
}

/** A classic pcap file (pcap-savefile(5)). */
export function pcap(frames: readonly PcapFrame[], shape: PcapShape = {}): Uint8Array {
  const { little = true, nanoseconds = false, linkType = 1 } = shape
  const u32 = (value: number) => integer(value, 4, little)
  const u16 = (value: number) => integer(value, 2, little)
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4
  const header = [u32(magic), u16(2), u16(4), u32(0), u32(0), u32(262144), u32(linkType)]
  const records = frames.flatMap(({ seconds, fraction, bytes, originalLength = bytes.length }) => [
    ...[u32(seconds), u32(fraction), u32(bytes.length), u32(originalLength)],
    bytes,
  ])
  return join8(...header, ...records)
}

/** The parts of a pcapng file in one byte order (draft-ietf-opsawg-pcapng). */
export function pcapng(little: boolean) {
  const u32 = (value: number) => integer(value, 4, little)
  const u16 = (value: number) => integer(value, 2, little)
  const block = (type: number, ...body: Uint8Array[]) => {
    const content = padded(join8(...body))
    const length = u32(content.length + 12)
    return join8(u32(type), length, content, length)
  }
  const option = (code: number, value: Uint8Array) => join8(u16(code), u16(value.length), padded(value))
  return {
    u16,
    u32,
    block,
    option,
    section: () => block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff)),
    interface: (linkType: number, ...options: Uint8Array[]) =>
      block(1, u16(linkType), u16(0), u32(0), ...options, ...(options.length > 0 ? [u32(0)] : [])),
    enhanced: (id: number, ticks: bigint, bytes: Uint8Array, originalLength = bytes.length) =>
      block(
        6,
        ...[u32(id), u32(Number(ticks >> 32n)), u32(Number(ticks & 0xffffffffn))],
        ...[u32(bytes.length), u32(originalLength), padded(bytes)],
      ),
  }
}

export function integer(value: number, octets: 2 | 4, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(octets))
  if (octets === 2) view.setUint16(0, value, little)
  else view.setUint32(0, value, little)
  return new Uint8Array(view.buffer)
}

export function join8(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function padded(bytes: Uint8Array): Uint8Array {
  return join8(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4))
}
