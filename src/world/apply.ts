import type { ApplyParameters } from '../protocol/messages.ts'
import { Failure, lastLines } from './failure.ts'
import { runProcess } from './run-process.ts'

/**
 * Runs a plan's script in one shell. `onStep` hears the number of each step as it begins; a command that fails
 * ends the script, and its words are the failure's detail.
 */
export async function applyScript(
  { script, timeoutMs }: ApplyParameters,
  folder: string,
  onStep: (step: number) => void,
): Promise<Record<string, never>> {
  let current = ''
  const onAnnounce = (text: string) => {
    for (const line of text.trimEnd().split('\n')) {
      const [, number, title] = /^(\d+) (.*)$/.exec(line) ?? []
      if (number === undefined || title === undefined) continue
      current = title
      onStep(Number(number))
    }
  }
  const env = { LVSLAB_RUN: folder, LVSLAB_ANNOUNCE: '3' }
  const result = await runProcess(['sh', '-s'], { input: script, timeoutMs, env, onAnnounce })
  if (result.status === 0) return {}
  const how =
    result.signal === undefined
      ? `ended with status ${result.status}`
      : `did not end in ${timeoutMs / 1000} s`
  throw new Failure(`step "${current}" of the plan ${how}`, lastLines(result.stderr))
}
