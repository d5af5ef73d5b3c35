import { openSync } from 'node:fs'
import { ByteWindow } from './byte-window.ts'
import type { CaptureCursor, CaptureInterface } from './capture-cursor.ts'
import { type CaptureError, captureError } from './capture-error.ts'
import { isPcap, PcapCursor } from './pcap-cursor.ts'
import { isPcapng, PcapngCursor } from './pcapng-cursor.ts'

/**
 * Called for every frame. Its octets are `buffer[start]` to `buffer[start + capturedLength - 1]` and stay there
 * only until the call returns. The time counts from 1970-01-01 UTC; the interface is an index into the list of
 * the result.
 */
export type OnFrame = (
  buffer: Uint8Array,
  start: number,
  capturedLength: number,
  originalLength: number,
  seconds: number,
  nanoseconds: number,
  interfaceIndex: number,
) => void

export type CaptureResult =
  | { readonly ok: true; readonly interfaces: readonly CaptureInterface[]; readonly frames: number }
  | { readonly ok: false; readonly error: CaptureError }

export type OpenedCapture =
  | { readonly ok: true; readonly cursor: CaptureCursor }
  | { readonly ok: false; readonly error: CaptureError }

const BUFFER = 1 << 20

/**
 * Reads a pcap or pcapng file from start to end. Memory does not grow with the file. Whatever keeps it from
 * reaching the end is an error, even after frames have been handed out.
 * @param onInterface called once for every interface before its first frame
 */
export function readCapture(
  path: string,
  onFrame: OnFrame,
  onInterface: (described: CaptureInterface, index: number) => void = () => {},
): CaptureResult {
  const opened = openCapture(path)
  if (!opened.ok) return opened
  const { cursor } = opened
  try {
    readAll(cursor, onFrame, onInterface)
  } finally {
    cursor.close()
  }
  const { error, interfaces, frames } = cursor
  return error ? { ok: false, error } : { ok: true, interfaces, frames }
}

function readAll(
  cursor: CaptureCursor,
  onFrame: OnFrame,
  onInterface: Required<Parameters<typeof readCapture>>[2],
) {
  let announced = 0
  const announce = () => {
    for (; announced < cursor.interfaces.length; announced++) {
      onInterface(cursor.interfaces[announced] as CaptureInterface, announced)
    }
  }
  while (cursor.next()) {
    if (announced < cursor.interfaces.length) announce()
    const { buffer, start, capturedLength, originalLength, seconds, nanoseconds, interfaceIndex } = cursor
    onFrame(buffer, start, capturedLength, originalLength, seconds, nanoseconds, interfaceIndex)
  }
  announce()
}

/**
 * Opens a capture file to be read frame by frame. The caller closes the cursor.
 * @param bufferSize octets; the buffer grows where one frame needs more
 */
export function openCapture(path: string, bufferSize: number = BUFFER): OpenedCapture {
  let window: ByteWindow
  try {
    window = new ByteWindow(openSync(path, 'r'), bufferSize)
  } catch (error) {
    return refuse('unreadable', path, (error as Error).message)
  }
  const opened = recognise(window, path)
  if (!opened.ok) window.close()
  return opened
}

function recognise(window: ByteWindow, path: string): OpenedCapture {
  const hasMagic = window.need(4)
  if (window.failure) return refuse('unreadable', path, window.failure.message)
  if (window.available === 0) return refuse('empty', path, 'the file is empty')
  const magic = window.buffer.subarray(window.at, window.at + Math.min(4, window.available))
  if (hasMagic && isPcap(magic)) return opened(new PcapCursor(window, path))
  if (hasMagic && isPcapng(magic)) return opened(new PcapngCursor(window, path))
  return refuse('not-a-capture', path, `not a capture file: it starts with ${hexOf(magic)}`)
}

function opened(cursor: CaptureCursor): OpenedCapture {
  return cursor.error ? { ok: false, error: cursor.error } : { ok: true, cursor }
}

function refuse(kind: CaptureError['kind'], path: string, reason: string): OpenedCapture {
  return { ok: false, error: captureError(kind, { path, offset: 0, record: 0, frames: 0 }, reason) }
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((octet) => octet.toString(16).padStart(2, '0')).join(' ')
}
