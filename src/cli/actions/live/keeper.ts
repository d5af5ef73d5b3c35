import { spawn } from 'node:child_process'
import { openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Problem, RunEvent, RunOutcome } from '../../../events/types.ts'
import type { KeeperNews, KeepOptions } from '../../../live/keep.ts'
import { readJsonLines } from '../../../protocol/lines.ts'

/** What a keeper that breaks says last. */
const LOG = 'keeper.log'

export type KeeperStart =
  | { readonly ok: true }
  | { readonly ok: false; readonly outcome: RunOutcome; readonly error: Problem }

/**
 * Starts the keeper of a live lab, a process of its own that outlives this one; `emit` hears its steps. Resolves when
 * the lab is ready or cannot be.
 */
export async function startKeeper(
  options: KeepOptions,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<KeeperStart> {
  const log = openSync(join(options.out, LOG), 'a')
  const words = [...process.execArgv, process.argv[1] ?? '', 'keep']
  // A session of its own: what is typed at this terminal is not meant for it.
  const keeper = spawn(process.execPath, words, { cwd: '/', detached: true, stdio: ['pipe', 'pipe', log] })
  // Not as an argument: everybody on the machine can read those, and an exercise keeps its fault to itself.
  keeper.stdin?.on('error', () => {}).end(JSON.stringify(options))
  const stdout = keeper.stdout as Readable
  const { promise, resolve } = Promise.withResolvers<KeeperStart>()
  const hear = (news: KeeperNews) => {
    if ('event' in news) emit(news.event)
    else if ('ready' in news) resolve({ ok: true })
    else {
      removeUnused(options.out)
      resolve({ ok: false, outcome: news.outcome, error: news.problem })
    }
  }
  readJsonLines(
    stdout,
    (value) => hear(value as KeeperNews),
    () => {},
  )
  signal.addEventListener('abort', () => keeper.kill('SIGTERM'))
  keeper.on('close', () => resolve(ended(options, signal)))
  const start = await promise
  stdout.destroy()
  keeper.unref()
  return start
}

/** Of a lab that was not even begun, nothing is kept. */
function removeUnused(out: string): void {
  if (readdirSync(out).every((file) => file === LOG) && statSync(join(out, LOG)).size === 0)
    rmSync(out, { recursive: true })
}

function ended({ out }: KeepOptions, { aborted }: AbortSignal): KeeperStart {
  const error = { message: 'the keeper ended', remedy: `its last words are in ${join(out, LOG)}` }
  return { ok: false, outcome: aborted ? 'interrupted' : 'error', error }
}
