import { readFileSync, statSync } from 'node:fs'

/** More than anybody writes, and enough to be sure that it is a text. */
const LARGEST = 4 * 1024 * 1024

/** The text of a configuration, or half a sentence on why it is none. */
export type TextFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string }

export function textOf(path: string): TextFile {
  try {
    if (statSync(path).isDirectory()) return { ok: false, reason: 'a folder, not a file' }
    const bytes = readFileSync(path)
    if (bytes.length > LARGEST) return { ok: false, reason: 'larger than 4 MiB: this is no keepalived.conf' }
    return bytes.includes(0)
      ? { ok: false, reason: 'not a text' }
      : { ok: true, text: bytes.toString('utf8') }
  } catch (error) {
    return { ok: false, reason: `cannot be read: ${(error as Error).message.split(',')[0]}` }
  }
}
