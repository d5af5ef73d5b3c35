import type { Services } from '../../tui/services.ts'
import type { RunOptions } from '../execute.ts'
import { exitStatus } from '../exit.ts'
import type { FolderResult } from '../folder.ts'
import { refuse } from '../output.ts'
import { findRun } from '../runs.ts'
import { uiServices } from '../ui/services.ts'

export interface UiFlags {
  readonly kernel: RunOptions['kernel']
  /** Seconds. */
  readonly timeout: number
}

/** Shows the terminal interface; gives the exit status. */
export async function uiCommand(run: string | undefined, flags: UiFlags): Promise<number> {
  const { stdin: input, stdout: output, env } = process
  const reason = whyNot(input, output, env)
  if (reason !== undefined) return refuse(reason)
  const services = uiServices({ kernel: flags.kernel, timeoutMs: flags.timeout * 1000 })
  const found = run === undefined ? undefined : openable(run, services)
  if (found && !found.ok) return refuse(found.error)
  const { startUi } = await import('../../tui/start.tsx')
  const first = found && ({ type: 'open-run', folder: found.path } as const)
  await startUi(services, { input, output, colour: !env.NO_COLOR, ...(first && { first }) })
  return exitStatus('pass')
}

/** Folder of a saved run that can be read. */
function openable(run: string, services: Services): FolderResult {
  const found = findRun(run)
  if (!found.ok) return found
  const opened = services.openRun(found.path)
  return opened.ok ? found : { ok: false, error: opened.reason }
}

/** Why there is nothing to show the interface on; undefined where there is. */
function whyNot(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const other = 'lvslab list and lvslab run need none.'
  if (!output.isTTY) return `ui needs a terminal, and standard output is none. ${other}`
  if (!input.isTTY) return `ui needs a terminal, and standard input is none. ${other}`
  if (env.TERM === 'dumb') return `ui needs a terminal that can move its cursor, and TERM is dumb. ${other}`
  return undefined
}
