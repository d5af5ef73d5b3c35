import { fstatSync } from 'node:fs'
import { ProcessOutput, $ as zx } from 'zx'

/**
 * Runs commands quietly, in English. Children inherit the set-up's lock (see setup.sh), which Node.js would close
 * for them: what this program leaves running when it is killed has to end before another set-up begins.
 */
export const $ = zx({
  quiet: true,
  stdio: ['ignore', 'pipe', 'pipe', ...(isOpen(9) ? [9] : [])],
  env: { ...process.env, LC_ALL: 'C.UTF-8' },
})

function isOpen(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile()
  } catch {
    return false
  }
}

/** Why something failed, in its own words, which it may have drowned in others. */
export function complaint(error: unknown): string {
  if (!(error instanceof ProcessOutput)) return error instanceof Error ? error.message : String(error)
  const lines = error.stderr.trim().split('\n')
  const telling = lines.find((line) => /No space left|^E: /.test(line)) ?? lines[0]
  return telling?.replace(/^E: (Failed to fetch \S+ +)?/, '') ?? `exit status ${error.exitCode}`
}

export function say(message: string): void {
  process.stderr.write(`lvslab: ${message}\n`)
}
