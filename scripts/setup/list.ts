import { readFile } from 'node:fs/promises'

/** One line of a `.packages` file. */
export interface Wanted {
  readonly name: string
  readonly commands: readonly string[]
  readonly lost: string
}

export interface PackageList {
  /** The file, word for word. */
  readonly text: string
  /** The most important first. */
  readonly wanted: readonly Wanted[]
}

export async function readList(file: string): Promise<PackageList> {
  const text = await readFile(file, 'utf8')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return { text, wanted: lines.map(parseLine) }
}

function parseLine(line: string): Wanted {
  const [name = '', commands = '', lost = ''] = line.split('|').map((part) => part.trim())
  return { name, commands: commands.split(' ').filter((command) => command !== ''), lost }
}
