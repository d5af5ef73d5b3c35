import type { Part } from '../part.ts'
import type { ProxyProgram } from './proxy.ts'

/** The folder with the configuration of the lab as it is. */
export const MEASURED = 'measured'

/** What a node has that runs a proxy with the configuration in a folder beside the lab. */
export function daemonOf({ program, files }: ProxyProgram, folder: string): Part {
  const [file = '', ...others] = Object.keys(inFolder(folder, files([])))
  return { daemons: { [program]: { file, ...(others.length > 0 && { files: others }) } } }
}

/** Files by their paths from the lab. */
export function inFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))
}
