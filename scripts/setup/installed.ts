/**
 * Exit status 0 when node_modules holds what package-lock.json asks for, told from the lock file that npm leaves
 * inside it; so that packages installed by hand are not installed again.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Package {
  readonly version?: string
  readonly integrity?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}
type Packages = Readonly<Record<string, Package>>

const root = join(import.meta.dirname, '../..')
const wanted = packagesOf(join(root, 'package-lock.json'))
const present = packagesOf(join(root, 'node_modules/.package-lock.json'))

const complete = Object.entries(wanted).every(
  ([path, entry]) => path === '' || !isNeeded(entry) || isInstalled(path, entry),
)
process.exitCode = complete ? 0 : 1

function packagesOf(file: string): Packages {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { packages: Packages }).packages : {}
}

/** An optional package is needed where it is the build for this machine; others belong to builds for elsewhere. */
function isNeeded({ optional, os, cpu, libc }: Package): boolean {
  if (optional !== true) return true
  const suits = (list: readonly string[] | undefined, value: string) => list?.includes(value) ?? true
  // Node.js from the npm registry and from distributions is built for glibc.
  return os !== undefined && suits(os, process.platform) && suits(cpu, process.arch) && suits(libc, 'glibc')
}

function isInstalled(path: string, entry: Package): boolean {
  const found = present[path]
  return (
    found?.version === entry.version && found?.integrity === entry.integrity && existsSync(join(root, path))
  )
}
