import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import type { Problem } from '../events/types.ts'
import { folders } from './folders.ts'

/** What a built kernel is; `manifest.json`, which is written last, completes its folder. */
export interface KernelManifest {
  /** Debian's package of the source, `linux-source-6.1`, and its version, `6.1.176-1`. */
  readonly source: string
  readonly version: string
  /** SHA-256 of the configuration fragment that it was built with. */
  readonly configuration: string
  /** First line of `gcc --version`. */
  readonly compiler: string
  /** As Node.js calls it: `x64`. */
  readonly architecture: string
  /** What `uname -r` says inside it. */
  readonly release: string
  /** Of the program. */
  readonly sha256: string
  readonly bytes: number
  /** When it was built, ISO 8601. */
  readonly built: string
}

/** A User-Mode Linux that `lvslab kernel build` made: all that labs need is built in, and its clock can jump. */
export interface BuiltKernel {
  /** Name of its folder among the kernels of the cache: version of the source and hash of the configuration. */
  readonly name: string
  /** Absolute path of the program. */
  readonly linux: string
  /** Absolute path of the folder with `modules.builtin`. */
  readonly modules: string
  readonly manifest: KernelManifest
}

/** A kernel that can be started, or why it cannot. */
export type FoundKernel =
  | { readonly ok: true; readonly kernel: BuiltKernel }
  | { readonly ok: false; readonly name: string; readonly error: Problem }

/** What stands for Debian's kernel where the name of one is asked for. */
export const PACKAGED = 'packaged'

/** Name of the one that an npm package for this platform brought. */
export const NPM = 'npm'

const MANIFEST = 'manifest.json'

/** Where built kernels are, one folder each; `default` in it is a symbolic link to the one in use. */
export const kernelsFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(folders(env).cache, 'kernels')

/**
 * `6.1.176-1-1f2e3d4c`: the same source with the same configuration is the same kernel. Debian's versions may have
 * colons, which mean something to make(1).
 */
export const kernelName = (version: string, configuration: string): string =>
  `${version.replace(/[^\w.+-]/g, '-')}-${configuration.slice(0, 8)}`

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/**
 * The one in use: what LVSLAB_KERNEL names, else what `lvslab kernel use` or the last build chose, else the one of the
 * npm package for this platform. Undefined where that is Debian's.
 */
export function kernelInUse(env: NodeJS.ProcessEnv = process.env): FoundKernel | undefined {
  const name = env.LVSLAB_KERNEL || (chosenName(env) ?? (platformPackage() === undefined ? PACKAGED : NPM))
  return name === PACKAGED ? undefined : openNamed(name, env)
}

function openNamed(name: string, env: NodeJS.ProcessEnv): FoundKernel {
  return openKernel(name === NPM ? (platformPackage() ?? '') : join(kernelsFolder(env), name), name)
}

/** What the link names, whether it is there or not. */
export function chosenName(env: NodeJS.ProcessEnv = process.env): string | undefined {
  try {
    return readlinkSync(join(kernelsFolder(env), 'default'))
  } catch {
    return undefined
  }
}

/** All built ones by name, that of an npm package among them; what a build has not completed is none of them. */
export function builtKernels(env: NodeJS.ProcessEnv = process.env): FoundKernel[] {
  const folder = kernelsFolder(env)
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  const own = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  const names = [...own.map(({ name }) => name), ...(platformPackage() === undefined ? [] : [NPM])]
  return names.map((name) => openNamed(name, env)).sort(byName)
}

const byName = (a: FoundKernel, b: FoundKernel): number =>
  nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true })

export const nameOf = (found: FoundKernel): string => (found.ok ? found.kernel.name : found.name)

/** Has labs run on a built kernel, or on the packaged one, from now on. Readers see the old choice or the new one. */
export function useKernel(name: string, env: NodeJS.ProcessEnv = process.env): void {
  const folder = kernelsFolder(env)
  mkdirSync(folder, { recursive: true })
  const link = join(folder, `.default-${process.pid}`)
  rmSync(link, { force: true })
  symlinkSync(name, link)
  renameSync(link, join(folder, 'default'))
}

/** Deletes a built kernel, whole or not; the packaged one is used where it was in use. */
export function removeKernel(name: string, env: NodeJS.ProcessEnv = process.env): void {
  const folder = kernelsFolder(env)
  if (chosenName(env) === name) rmSync(join(folder, 'default'))
  rmSync(join(folder, name), { recursive: true })
}

/** The npm package that a release offers for this platform, for machines without a compiler. */
function platformPackage(): string | undefined {
  try {
    const description = findPackageJSON(`lvslab-kernel-${process.platform}-${process.arch}`, import.meta.url)
    return description && dirname(description)
  } catch {
    return undefined
  }
}

/** Reads a kernel's manifest, and the program to its last octet, which takes some milliseconds. */
function openKernel(folder: string, name: string): FoundKernel {
  const manifest = readManifest(folder)
  const reason = manifest === undefined ? 'has no readable manifest' : flaw(manifest, join(folder, 'linux'))
  if (manifest === undefined || reason !== undefined) {
    const message = `the built kernel ${name} ${existsSync(folder) ? reason : 'is not there'}`
    return { ok: false, name, error: { message, remedy: REMEDY } }
  }
  return { ok: true, kernel: { name, linux: join(folder, 'linux'), modules: folder, manifest } }
}

const REMEDY = 'lvslab kernel build'

function readManifest(folder: string): KernelManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as KernelManifest
    return typeof manifest.sha256 === 'string' && typeof manifest.release === 'string' ? manifest : undefined
  } catch {
    return undefined
  }
}

function flaw({ architecture, bytes, sha256: sum }: KernelManifest, linux: string): string | undefined {
  if (architecture !== process.arch) return `is for ${architecture}, and this machine is ${process.arch}`
  if (!existsSync(linux)) return 'has lost its program'
  const program = readFileSync(linux)
  if (program.length !== bytes) return `has ${program.length} octets instead of ${bytes}`
  return sha256(program) === sum ? undefined : 'is not what was built: its SHA-256 differs'
}
