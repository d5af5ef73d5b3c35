import { globSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Notes } from '../notes.ts'
import { type Line, placeOf } from './line.ts'
import { textOf } from './text-file.ts'

/** Pattern of an `include` line and of its stricter relatives includer, includem, includew, includeb, includea. */
export function patternIn({ text }: Line): string | undefined {
  return /^include[rmwba]?[ \t]+(.*)$/.exec(text)?.[1]
}

/** A file that is put in the place of an include line. */
export interface Included {
  readonly path: string
  readonly text: string
}

/**
 * Files that an include line means, in order: relative to the folder of the file that holds it, with csh braces
 * and wildcards. keepalived goes on without a word where there are none, and where one is executable.
 */
export function includedFiles(line: Line, pattern: string, notes: Notes): Included[] {
  const cwd = dirname(line.source.path)
  const found = globSync(pattern, { cwd })
    .map((file) => (isAbsolute(file) ? file : join(cwd, file)))
    .toSorted()
  if (found.length === 0)
    notes.error('include', placeOf(line), `no file matches ${pattern}`, { remedy: SILENT })
  return found.flatMap((path) => included(path, line, notes) ?? [])
}

function included(path: string, line: Line, notes: Notes): Included | undefined {
  const unfit = unfitness(path)
  if (unfit !== undefined)
    return notes.error('include', placeOf(line), `${path} ${unfit}, so it is left out`, { remedy: SILENT })
  const read = textOf(path)
  return read.ok
    ? { path, text: read.text }
    : notes.error('include', placeOf(line), `${path}: ${read.reason}`)
}

const SILENT = 'keepalived itself says so in its log only, and goes on; with includea it would stop.'

/** Why keepalived leaves a file out (have_include() in parser.c). */
function unfitness(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) return stat ? 'is not a regular file' : 'is a link to nothing'
  return (stat.mode & 0o111) === 0 ? undefined : 'is executable'
}
