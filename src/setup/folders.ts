import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where lvslab keeps things outside its checkout (XDG Base Directory Specification). */
export interface Folders {
  /** What can be fetched and made again: Node.js, unpacked Debian packages. LVSLAB_CACHE names another one. */
  readonly cache: string
  /** What a user may want to keep. */
  readonly state: string
  /** One folder a run, where no other was asked for. */
  readonly runs: string
}

/** The same rules as in `scripts/setup/env.sh`. */
export function folders(env: NodeJS.ProcessEnv = process.env): Folders {
  const home = env.HOME || homedir()
  const cache = env.LVSLAB_CACHE || join(env.XDG_CACHE_HOME || join(home, '.cache'), 'lvslab')
  const state = join(env.XDG_STATE_HOME || join(home, '.local/state'), 'lvslab')
  return { cache: resolve(cache), state: resolve(state), runs: resolve(state, 'runs') }
}
