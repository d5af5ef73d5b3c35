import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { ExecValue } from '../protocol/messages.ts'

export interface RunOptions {
  /** Text for standard input, which ends after it; none means at once. */
  readonly input?: string | Promise<string>
  /** Milliseconds until SIGKILL, for everything that it has started as well. */
  readonly timeoutMs: number
  readonly env?: Readonly<Record<string, string>>
  /** Receives what the process writes to file descriptor 3. */
  readonly onAnnounce?: (text: string) => void
  /** Receives standard output as it comes. */
  readonly onOutput?: (text: string) => void
}

/** Output that is kept of one process and stream; the rest is read and dropped. */
const KEPT_BYTES = 16 * 1024 * 1024

/** Runs a process to its end. A command that does not exist ends with status 127, as in a shell. */
export function runProcess(argv: readonly string[], options: RunOptions): Promise<ExecValue> {
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', options.onAnnounce ? 'pipe' : 'ignore']
  const env = { ...process.env, ...options.env }
  const child = spawn(argv[0] ?? '', argv.slice(1), { stdio, env, detached: true })
  const timer = setTimeout(() => stop(child), options.timeoutMs)
  const stdout = collect(child.stdout as Readable)
  const stderr = collect(child.stderr as Readable)
  announce(child.stdout, options.onOutput)
  announce(child.stdio[3] as Readable | null, options.onAnnounce)
  // A process may end without having read its input: that is its affair.
  child.stdin?.on('error', () => {})
  Promise.resolve(options.input ?? '').then((input) => child.stdin?.end(input))
  return new Promise((resolve) => {
    const end = (status: { status?: number; signal?: string }, error = '') => {
      clearTimeout(timer)
      resolve({ ...status, stdout: stdout(), stderr: stderr() + error })
    }
    child.on('error', (error) => end({ status: 127 }, `${argv[0]}: ${error.message}`))
    child.on('close', (code, signal) => end(signal === null ? { status: code ?? 0 } : { signal }))
  })
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (bytes < KEPT_BYTES) chunks.push(chunk)
    bytes += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

function announce(stream: Readable | null, listener?: (text: string) => void): void {
  stream?.on('data', (chunk: Buffer) => listener?.(chunk.toString('utf8')))
}

/** Ends a process with those that it started, which may outlive it and hold its output open. */
function stop(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  } catch {
    // All of them have ended.
  }
  for (const stream of child.stdio) stream?.destroy()
}
