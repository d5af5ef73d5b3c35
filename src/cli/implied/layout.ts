import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Director } from '../../keepalived/index.ts'
import type { Part } from '../../lab/index.ts'

/**
 * Where configurations lie beside a lab file: by their own names, one for all who have the same; in folders of their
 * own where names would meet, or where they include others.
 */
export function layOut(directors: readonly Director[]): Part[] {
  const paths = [...new Set(directors.map(({ file }) => file))]
  const names = paths.map((path) => basename(path))
  const isFlat =
    new Set(names).size === names.length && directors.every(({ sources }) => sources.length === 1)
  return directors.map((director) => {
    const name = basename(director.file)
    const folder = isFlat || paths.length === 1 ? '' : `lb${paths.indexOf(director.file) + 1}`
    return { director, file: join(folder, name) }
  })
}

/** The lab file and its configurations with what these include, by their paths in the lab's folder. */
export function filesOf(parts: readonly Part[], lab: string): ReadonlyMap<string, string> {
  const files = parts.flatMap(({ director, file }) =>
    director.sources.map(({ path, text }) => {
      const below = relative(dirname(director.file), path)
      return [join(dirname(file), below), text] as const
    }),
  )
  return new Map([['lab.yaml', lab], ...files])
}

/** Writes files below a folder; nothing that is there is overwritten. */
export function writeFiles(files: ReadonlyMap<string, string>, folder: string): void {
  for (const [name, text] of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
  }
}
