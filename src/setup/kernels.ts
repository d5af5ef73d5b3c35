import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { folders } from './folders.ts'

/** A User-Mode Linux that `lvslab kernel build` made: all that labs need is built in, and its clock can jump. */
export interface BuiltKernel {
  /** Name of its folder among the kernels of the cache. */
  readonly name: string
  /** Absolute path of the program. */
  readonly linux: string
  /** Absolute path of the folder with `modules.builtin`. */
  readonly modules: string
}

/** The one in use; undefined where none was built. */
export function builtKernel(env: NodeJS.ProcessEnv = process.env): BuiltKernel | undefined {
  const link = join(folders(env).cache, 'kernels', 'default')
  if (!existsSync(join(link, 'manifest.json'))) return undefined
  JSON.parse(readFileSync(join(link, 'manifest.json'), 'utf8'))
  const folder = realpathSync(link)
  return { name: basename(folder), linux: join(folder, 'linux'), modules: folder }
}
