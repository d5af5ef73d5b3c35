import { join } from 'node:path'
import { type BuiltKernel, builtKernel } from '../setup/kernels.ts'
import type { Sysroot } from '../setup/sysroot.ts'
import type { Clock } from './types.ts'

/** A User-Mode Linux program, and how it is started. */
export interface UmlImage {
  /** Absolute path of the program. */
  readonly linux: string
  /** Absolute path of the folder that lists its modules (modules.dep, modules.builtin). */
  readonly modules: string
  /** Name of a kernel that was built for labs: all that they need is part of it, so there is nothing to load. */
  readonly built?: string
  readonly clock: Clock
}

/** The kernel that was built for labs, where there is one; else Debian's. */
export function umlImage(sysroot: Sysroot): UmlImage {
  const built = builtKernel()
  return built === undefined ? packaged(sysroot) : imageOf(built, 'real')
}

/** The same with a clock that jumps, which Debian's does not have: undefined where no other one was built. */
export function virtualImage(): UmlImage | undefined {
  const built = builtKernel()
  return built && imageOf(built, 'virtual')
}

const packaged = ({ path, linux, release }: Sysroot): UmlImage => ({
  linux,
  modules: join(path, 'usr/lib/modules', release),
  clock: 'real',
})

const imageOf = ({ name, linux, modules }: BuiltKernel, clock: Clock): UmlImage => ({
  linux,
  modules,
  built: name,
  clock,
})
