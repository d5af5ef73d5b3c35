import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Manifest } from '../../src/setup/manifest.ts'
import type { PackageList } from './list.ts'
import type { Machine } from './machine.ts'

/**
 * Whether a folder made earlier still serves: same list, same machine, everything still in place, and every package
 * of the machine that the unpacked ones depend on still installed. A newer version of those is no harm.
 */
export function fits(manifest: Manifest, folder: string, list: PackageList, machine: Machine): boolean {
  return (
    manifest.list === list.text &&
    manifest.release === machine.release &&
    manifest.architecture === machine.architecture &&
    manifest.leansOn.every((name) => machine.installed.has(name)) &&
    Object.values(manifest.tools).every((path) => existsSync(resolve(folder, path)))
  )
}
