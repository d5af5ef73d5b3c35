import { globSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Notes } from '../notes.ts'
import { type Line, placeOf } from './line.ts'

/** Pattern of an `include` line and of its stricter relatives includer, includem, includew, includeb, includea. */
export function patternIn({ text }: Line): string | undefined {
  return /^include[rmwba]?[ \t]+(.*)$/.exec(text)?.[1]
}

/**
 * Files that an include line means, in order: relative to the folder of the file that holds it, with csh braces
 * and wildcards. keepalived goes on without a word where there are none, and where one is executable.
 */
export function includedFiles(line: Line, pattern: string, notes: Notes): string[] {
  const cwd = dirname(line.source.path)
  const found = globSync(pattern, { cwd })
    .map((file) => (isAbsolute(file) ? file : join(cwd, file)))
    .toSorted()
  if (found.length === 0)
    notes.error('include', placeOf(line), `no file matches ${pattern}`, { remedy: SILENT })
  return found.filter((file) => {
    const stat = statSync(file)
    if (stat.isFile() && (stat.mode & 0o111) === 0) return true
    const what = stat.isFile() ? 'is executable' : 'is not a regular file'
    return notes.error('include', placeOf(line), `${file} ${what}, so it is left out`, { remedy: SILENT })
  })
}

const SILENT = 'keepalived itself says so in its log only, and goes on; with includea it would stop.'
