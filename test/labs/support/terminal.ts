import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { scratch } from '../../support/scratch.ts'
import { COMMAND } from './lvslab.ts'

/** tmux, or nothing where it could not be had. */
export const TMUX = process.env.LVSLAB_TMUX ?? ''

const LOOK_MS = 50
const PATIENCE_MS = 120_000

/** Runs the words behind it, says how they ended and how they left the terminal, and stays. */
const SCRIPT = `sh -c 'echo $$ >"$PID_FILE"; exec "$@"' sh "$@"; echo "ended with status $?"
stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(icanon|echo)' | tr '\\n' ' '; echo 'said by stty'; exec cat`

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
}

/** lvslab in a terminal of its own: keys go in, and what a user sees is read. */
export class Terminal implements Disposable {
  /** Runs and live labs of this terminal are its own. */
  readonly home = scratch('terminal')
  readonly #socket = join(this.home, 'tmux')

  constructor(args: readonly string[], { columns = 80, rows = 24, env = {} }: TerminalOptions = {}) {
    const surroundings = {
      ...env,
      ...this.#own(),
      XDG_STATE_HOME: this.home,
      LVSLAB_RUNTIME: join(this.home, 'live'),
    }
    const variables = Object.entries(surroundings).map(([name, value]) => `${name}=${value}`)
    // tmux's own libraries, and what says that a machine is looking, are not for lvslab.
    const clean = ['env', '-u', 'LD_LIBRARY_PATH', '-u', 'CI', '-u', 'NO_COLOR', ...variables]
    const words = [...clean, 'sh', '-c', SCRIPT, 'sh', ...COMMAND, ...args]
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, ...words)
  }

  #own(): Readonly<Record<string, string>> {
    return { PID_FILE: join(this.home, 'pid'), TERM: 'tmux-256color' }
  }

  /** Presses keys by tmux's names: `Enter`, `Tab`, `C-c`, `x`. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys)
  }

  /** Types a text as it is. */
  type(text: string): void {
    this.#tmux('send-keys', '-l', text)
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`)
  }

  /** What is seen now, without styles; with them where `styled`. */
  screen(styled = false): string {
    return this.#tmux('capture-pane', '-p', ...(styled ? ['-e'] : []))
  }

  /** The screen as soon as it has the text; fails with what was seen instead. */
  async see(wanted: string | RegExp): Promise<string> {
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      const screen = this.screen()
      const found = typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)
      if (found) return screen
      if (Date.now() > until) expect.fail(`never seen: ${wanted}. The screen is\n${screen}`)
      await sleep(LOOK_MS)
    }
  }

  /** Whether the alternate screen is shown, and whether the cursor is. */
  modes(): { readonly alternate: boolean; readonly cursor: boolean } {
    const [alternate, cursor] = this.#tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}').split(
      ' ',
    )
    return { alternate: alternate === '1', cursor: cursor?.trim() === '1' }
  }

  /** Everything that is written to the terminal from now on; the escape character is `␛`. */
  record(): { readonly octets: () => string } {
    const file = join(this.home, 'recording')
    this.#tmux('pipe-pane', `exec cat >${file}`)
    return { octets: () => (existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\u001b', '␛') : '') }
  }

  signal(name: NodeJS.Signals): void {
    process.kill(Number(readFileSync(join(this.home, 'pid'), 'utf8')), name)
  }

  [Symbol.dispose](): void {
    this.#tmux('kill-server')
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync(TMUX, ['-u', '-S', this.#socket, ...args], { encoding: 'utf8' })
  }
}
