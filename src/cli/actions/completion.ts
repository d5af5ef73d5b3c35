import type { Command } from 'commander'
import { candidatesFor } from '../completion/candidates.ts'
import { lookup } from '../completion/lookup.ts'
import { completionScripts, type Shell } from '../completion/scripts.ts'
import { exitStatus } from '../exit.ts'
import { print } from '../output.ts'

/** Prints the script that teaches a shell to complete. */
export async function completionCommand(shell: Shell): Promise<number> {
  print(completionScripts[shell])
  return exitStatus('pass')
}

/** Prints what the last of the words may become, for the scripts. */
export async function completeCommand(program: Command, words: readonly string[]): Promise<number> {
  const found = candidatesFor(program, words, lookup)
  if (found.length > 0)
    print(found.map(({ word, help }) => `${word}\t${help.replace(/\s+/g, ' ')}`).join('\n'))
  return exitStatus('pass')
}
