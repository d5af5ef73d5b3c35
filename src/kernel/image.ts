import { join } from 'node:path'
import type { Problem } from '../events/types.ts'
import { type BuiltKernel, builtKernels, type FoundKernel, kernelInUse, nameOf } from '../setup/kernels.ts'
import type { Sysroot } from '../setup/sysroot.ts'
import { missingInFolder } from './features.ts'
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

/** An image, and which one it is in a few words: what was built, or why that is not it. */
export interface NamedImage {
  readonly image: UmlImage
  readonly which: string
}

export type FoundImage =
  | ({ readonly ok: true } & NamedImage)
  | { readonly ok: false; readonly error: Problem }

/** The kernel in use; where that is a built one that is broken, or lacks one of the features, Debian's. */
export function realImage(sysroot: Sysroot, features: readonly string[] = []): NamedImage {
  const found = builtWith(features)
  if (found?.ok) return built(found.kernel, 'real')
  const instead = found === undefined ? '' : `, because ${found.error.message}`
  return { image: packaged(sysroot), which: `Debian's ${sysroot.release}${instead}` }
}

/** The built kernel in use, with a clock that jumps, which Debian's does not have. */
export function virtualImage(features: readonly string[] = []): FoundImage {
  const found = builtWith(features)
  if (found === undefined) return { ok: false, error: noVirtualTime() }
  return found.ok ? { ok: true, ...built(found.kernel, 'virtual') } : found
}

function noVirtualTime(): Problem {
  const message = 'virtual time needs a kernel that was built for labs, and none is in use'
  const there = builtKernels().find(({ ok }) => ok)
  return {
    message,
    remedy: there === undefined ? 'lvslab kernel build' : `lvslab kernel use ${nameOf(there)}`,
  }
}

function builtWith(features: readonly string[]): FoundKernel | undefined {
  const found = kernelInUse()
  if (!found?.ok) return found
  const { name, modules } = found.kernel
  const missing = missingInFolder(features, modules)
  if (missing.length === 0) return found
  const message = `the built kernel ${name} lacks ${missing.join(', ')}`
  return { ok: false, name, error: { message, remedy: 'leave out --clock virtual' } }
}

const packaged = ({ path, linux, release }: Sysroot): UmlImage => ({
  linux,
  modules: join(path, 'usr/lib/modules', release),
  clock: 'real',
})

const built = ({ name, linux, modules }: BuiltKernel, clock: Clock): NamedImage => ({
  image: { linux, modules, built: name, clock },
  which: `built kernel ${name}`,
})
