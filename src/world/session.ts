import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import {
  type OpenParameters,
  type ProcessEnd,
  SESSION_WINDOW,
  type StreamName,
  type TerminalSize,
} from '../protocol/messages.ts'
import { withNameServers } from './inside.ts'
import { TERMINAL } from './terminal.ts'

/** A command with its streams, in a node's namespace or the world's own. */
export class Session {
  readonly #child: ChildProcess
  readonly #outputs: readonly Readable[]
  #unread = 0

  constructor(
    parameters: OpenParameters,
    onOutput: (stream: StreamName, chunk: Buffer) => void,
    onEnd: (end: ProcessEnd) => void,
  ) {
    const { env, terminal } = parameters
    const [file = '', ...argv] = commandOf(parameters)
    const stdio = ['pipe', 'pipe', 'pipe', terminal ? 'pipe' : 'ignore'] as const
    // A group of its own, so that it can be ended with all that it has started.
    this.#child = spawn(file, argv, { stdio: [...stdio], env: { ...process.env, ...env }, detached: true })
    this.#outputs = [this.#child.stdout as Readable, this.#child.stderr as Readable]
    this.#hear('stdout', this.#child.stdout as Readable, onOutput)
    this.#hear('stderr', this.#child.stderr as Readable, onOutput)
    for (const stream of this.#child.stdio) stream?.on('error', () => {})
    this.#child.on('error', (error) => {
      onOutput('stderr', Buffer.from(`${file}: ${error.message}\n`))
      onEnd({ status: 127 })
    })
    this.#child.on('close', (code, signal) => {
      if (this.#child.pid !== undefined) onEnd(signal === null ? { status: code ?? 0 } : { signal })
    })
  }

  #hear(name: StreamName, stream: Readable, onOutput: (stream: StreamName, chunk: Buffer) => void): void {
    stream.on('data', (chunk: Buffer) => {
      this.#unread += chunk.length
      if (this.#unread > SESSION_WINDOW) for (const one of this.#outputs) one.pause()
      onOutput(name, chunk)
    })
  }

  /** Resolves when the command has room for more. */
  async write(octets: Buffer): Promise<void> {
    const input = this.#child.stdin as Writable
    if (input.destroyed || input.writableEnded || input.write(octets)) return
    await Promise.race([once(input, 'drain'), once(this.#child, 'close')]).catch(() => {})
  }

  resize({ rows, columns }: TerminalSize): void {
    ;(this.#child.stdio[3] as Writable | null)?.write(`${rows} ${columns}\n`)
  }

  endInput(): void {
    this.#child.stdin?.end()
  }

  read(octets: number): void {
    this.#unread -= octets
    if (this.#unread <= SESSION_WINDOW) for (const one of this.#outputs) one.resume()
  }

  kill(): void {
    try {
      process.kill(-(this.#child.pid ?? 0), 'SIGKILL')
    } catch {
      // All of them have ended.
    }
    // Whoever left the group may hold the output open.
    for (const stream of this.#outputs) stream.destroy()
  }
}

function commandOf({ node, argv, terminal }: OpenParameters): string[] {
  const inside = node === undefined ? argv : ['ip', 'netns', 'exec', node, ...withNameServers(node, argv)]
  if (terminal === undefined) return [...inside]
  return ['perl', '-e', TERMINAL, String(terminal.rows), String(terminal.columns), ...inside]
}
