import { readFileSync, statSync } from 'node:fs'
import type { Diagnostic } from '../../text/diagnostic.ts'
import type { Source } from '../../text/source.ts'

const LARGEST = 1024 * 1024

type Read =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly error: Diagnostic }

/** Reads a lab file: UTF-8 text of at most 1 MiB. `text` stands for the file's content if it is given. */
export function readSource(path: string, text?: string): Read {
  if (text !== undefined) return checkText(path, Buffer.from(text, 'utf8'))
  try {
    const stat = statSync(path)
    if (!stat.isFile()) return refuse(path, 'not a file')
    return stat.size > LARGEST ? tooLarge(path) : checkText(path, readFileSync(path))
  } catch (error) {
    return refuse(path, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`)
  }
}

function checkText(path: string, bytes: Buffer): Read {
  if (bytes.length > LARGEST) return tooLarge(path)
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const bad = text.search(/[\0\uFFFD]/)
  if (bad < 0) return { ok: true, source: { path, text } }
  const message = 'this is not text (UTF-8)'
  const place = { source: { path, text }, start: bad, end: bad + 1 }
  return { ok: false, error: { severity: 'error', message, place } }
}

function tooLarge(path: string): Read {
  return refuse(path, 'larger than 1 MiB, which no lab needs')
}

function refuse(path: string, message: string): Read {
  return { ok: false, error: { severity: 'error', message, path } }
}
