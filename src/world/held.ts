import type { ExecValue } from '../protocol/messages.ts'
import { runProcess } from './run-process.ts'

/** What a client writes once all its connections stand; see `plan/perl-clients.ts`. */
const STANDING = 'held\n'

/** Longer than any run. */
const LIFETIME_MS = 24 * 3_600_000

/** A client that keeps its connections until its standard input ends. */
export class HeldProcess {
  readonly #release = Promise.withResolvers<string>()
  readonly #standing = Promise.withResolvers<void>()
  readonly #ended: Promise<ExecValue>
  #said = ''

  constructor(argv: readonly string[]) {
    const onOutput = (text: string) => {
      this.#said += text
      if (this.#said.endsWith(STANDING)) this.#standing.resolve()
    }
    this.#ended = runProcess(argv, { input: this.#release.promise, timeoutMs: LIFETIME_MS, onOutput })
  }

  /** What it said of its attempts, when all have ended; of a process that ended with them, everything. */
  async standing(timeoutMs: number): Promise<ExecValue> {
    const standing = this.#standing.promise.then(() => ({ status: 0, stdout: this.#take(), stderr: '' }))
    return Promise.race([standing, this.#ended, this.#late(timeoutMs)])
  }

  /** Ends its input, and gives what it says from then on. */
  async release(timeoutMs: number): Promise<ExecValue> {
    this.#release.resolve('')
    const ended = this.#ended.then((value) => ({ ...value, stdout: this.#take() }))
    return Promise.race([ended, this.#late(timeoutMs)])
  }

  /** Each word is given once. */
  #take(): string {
    const said = this.#said
    this.#said = ''
    return said
  }

  async #late(timeoutMs: number): Promise<ExecValue> {
    await new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())
    return { stdout: '', stderr: `did not end in ${timeoutMs / 1000} s` }
  }
}
