import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

let root: string | undefined

afterAll(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
  root = undefined
})

/** A new folder that is gone when the tests of this file have ended. */
export function scratch(name = 'run'): string {
  root ??= mkdtempSync(join(tmpdir(), 'lvslab-labs-'))
  return mkdtempSync(join(root, `${name}-`))
}
