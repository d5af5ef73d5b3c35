import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { makeLab } from '../../../src/cli/implied/make.ts'
import { type Asked, examine, type FindingId } from '../../../src/keepalived/index.ts'
import { noteText } from '../../../src/lab/index.ts'
import { formatDiagnostic } from '../../../src/text/diagnostic.ts'
import { folderWith } from '../../keepalived/support.ts'

export const CONFS = join(import.meta.dirname, 'confs')

/** What configurations imply, with places told by the names of their files. */
export function implied(asked: readonly Asked[], accept: readonly FindingId[] = []) {
  const examined = examine(asked)
  if (!examined.ok) return expect.fail(examined.errors.map(({ message }) => message).join())
  const made = makeLab(examined, accept)
  const short = (text: string) =>
    asked.reduce((all, { file }) => all.replaceAll(file, basename(file)), text).split('\n')[0]
  return made.ok
    ? {
        text: made.files.get('lab.yaml') ?? '',
        notes: made.notes.map((note) => short(noteText(note))),
        files: made.files,
      }
    : { refused: made.errors.map((error) => short(formatDiagnostic(error))) }
}

/** The same of a text that stands in a file a.conf. */
export const impliedBy = (text: string, accept: readonly FindingId[] = []) =>
  implied([{ file: join(folderWith({ 'a.conf': text }), 'a.conf'), id: '' }], accept)

export const conf = (name: string): Asked => ({ file: join(CONFS, name), id: '' })

export const textOf = (name: string): string => readFileSync(join(CONFS, name), 'utf8')

/** The same of two texts, which stand in a.conf and b.conf. */
export function impliedByPair(one: string, other: string) {
  const folder = folderWith({ 'a.conf': one, 'b.conf': other })
  return implied(['a.conf', 'b.conf'].map((name) => ({ file: join(folder, name), id: '' })))
}
