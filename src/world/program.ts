import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The command with its program's path written out, as execvp(3) would find it; left as it is where it would not.
 * The guest's nsenter is that of busybox, which runs a ping, arping or ip of its own if it is told only the name.
 */
export function withPath([name = '', ...rest]: readonly string[]): string[] {
  const folders = name.includes('/') ? [] : (process.env.PATH ?? '').split(delimiter)
  const path = folders.map((folder) => join(folder, name)).find(isExecutable)
  return [path ?? name, ...rest]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
