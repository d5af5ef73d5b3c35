import { exitStatus } from './exit.ts'

/** Writes a text and a line feed to standard output. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Tells on standard error why the command did nothing; gives the exit status for it. */
export function refuse(reason: string): number {
  process.stderr.write(`lvslab: ${reason}\n`)
  return exitStatus('usage')
}
