import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Examined, FindingId } from '../../keepalived/index.ts'
import { type Diagnostic, implyLab, loadLab, type Note } from '../../lab/index.ts'
import { filesOf, layOut, writeFiles } from './layout.ts'

export type Made =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string>; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly errors: readonly Diagnostic[] }

/** The files of the lab that configurations imply, read once to be sure that it is one. */
export function makeLab({ directors, findings }: Examined, accept: readonly FindingId[]): Made {
  const errors = findings.filter(({ id, severity }) => severity === 'error' && !accept.includes(id))
  if (errors.length > 0) return { ok: false, errors }
  const parts = layOut(directors)
  const known = new Set<FindingId>([...findings.map(({ id }) => id), 'complaint'])
  const implied = implyLab(parts, {
    title: titleOf(directors.map(({ file }) => file)),
    accept: accept.filter((id) => known.has(id)),
  })
  if (!implied.ok) return implied
  const files = filesOf(parts, implied.text)
  const mistakes = mistakesOf(files)
  return mistakes.length > 0 ? { ok: false, errors: mistakes } : { ok: true, files, notes: implied.notes }
}

/** `What lb1.conf and lb2.conf imply`, in the 100 characters that a title has. */
function titleOf(files: readonly string[]): string {
  const names = [...new Set(files.map((file) => basename(file)))]
  const all = `What ${names.join(' and ')} ${names.length === 1 ? 'implies' : 'imply'}`
  return all.length <= 100 ? all : `What ${names.length} configurations imply`
}

function mistakesOf(files: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-'))
  try {
    writeFiles(files, folder)
    const loaded = loadLab({ path: join(folder, 'lab.yaml') })
    return loaded.ok ? [] : loaded.errors
  } finally {
    rmSync(folder, { recursive: true })
  }
}
