import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the package, seen from the source as well as from the bundle. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new Error('no package.json above the program')
    folder = dirname(folder)
  }
  return folder
}

/** The engine as one file, made by the set-up. */
export function engineBundle(): string {
  return join(packageRoot(), 'dist', 'engine.js')
}
