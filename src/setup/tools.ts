import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

/** Where commands are in a folder of unpacked packages; links of our own come first, see `scripts/setup`. */
const UNPACKED = ['usr/lib/lvslab', 'usr/sbin', 'usr/bin']

/** Where commands are on the machine itself, whatever PATH an ordinary user has. */
const INSTALLED = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** Path of a command relative to a folder of unpacked packages, or else absolute on the machine. */
export function findTool(folder: string, name: string): string | undefined {
  return (
    UNPACKED.map((place) => join(place, name)).find((path) => isExecutable(join(folder, path))) ??
    installedTool(name)
  )
}

/** Absolute path of a command of the machine itself. */
export function installedTool(name: string): string | undefined {
  return INSTALLED.map((place) => join(place, name)).find(isExecutable)
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
