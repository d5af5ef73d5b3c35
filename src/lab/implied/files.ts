import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { programOf } from './checks.ts'
import type { Said } from './said.ts'
import type { Part } from './types.ts'

const ABSOLUTE_INCLUDE = /^[ \t]*include\S*[ \t]+"?\/\S*/m

/** A lab has its configuration beside it, and what that includes below it. */
export function refuseIncludes(parts: readonly Part[], said: Said): void {
  for (const source of parts.flatMap(({ director }) => director.sources)) {
    const found = ABSOLUTE_INCLUDE.exec(source.text)
    if (found)
      said.refuse(
        { source, start: found.index, end: found.index + found[0].length },
        'an include by its absolute path cannot go along with the lab',
        'keepalived takes a path from the folder of the file that names it: include conf.d/*.conf',
      )
  }
}

/** Scripts of the machine that the configuration is from: a lab's root file system is this machine's. */
export function tellScripts(parts: readonly Part[], said: Said): void {
  for (const { name, script, place } of parts.flatMap(({ director }) => director.scripts)) {
    const path = programOf(script)
    if (path === '') continue
    const isMissing = path.startsWith('/') && !existsSync(path)
    said.note(
      isMissing
        ? `${basename(path)} is not on this machine: keepalived goes on without the script ${name}`
        : `the script ${name} is run in the lab, and what it says decides`,
      place,
    )
  }
}
