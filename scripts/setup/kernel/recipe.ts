import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../../src/setup/kernels.ts'

/** What makes a kernel of a source. */
export interface Recipe {
  /** Path of the configuration fragment. */
  readonly fragment: string
  /** Paths of patches, in the order in which they are applied. */
  readonly patches: readonly string[]
  /** SHA-256 over all of that. */
  readonly hash: string
}

/** Reads `labs.config` and `patches/*.patch` in a folder. */
export function readRecipe(folder: string): Recipe {
  const fragment = join(folder, 'labs.config')
  const own = join(folder, 'patches')
  const names = existsSync(own) ? readdirSync(own).filter((name) => name.endsWith('.patch')) : []
  const patches = names.toSorted().map((name) => join(own, name))
  const hash = sha256([fragment, ...patches].map((file) => readFileSync(file, 'utf8')).join('\0'))
  return { fragment, patches, hash }
}
