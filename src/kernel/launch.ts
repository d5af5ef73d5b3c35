import type { Readable, Writable } from 'node:stream'
import { execa } from 'execa'
import type { Problem } from '../events/types.ts'
import { type Containment, contained } from './contain.ts'
import { EngineLink, type Requests } from './link.ts'

export interface Launch {
  readonly command: readonly string[]
  readonly containment: Containment
  readonly env?: Readonly<Record<string, string>>
  /** Words before the whole command: `sudo -n`. */
  readonly prefix?: readonly string[]
  /** File descriptors of the protocol, as the command sees them. */
  readonly input: 0 | 3
  readonly output: 1 | 4
  /** How requests get in; `line` where nothing is said. */
  readonly requests?: Requests
  /** The engine's folder, as the host sees it. */
  readonly folder: string
  /** What ended, for the error message: `User-Mode Linux`. */
  readonly what: string
}

/** How much of the console is kept for an error message, in characters. */
const KEPT_CONSOLE = 8192

/** Starts a contained process and speaks the protocol over its file descriptors. */
export function launch(options: Launch): EngineLink {
  const { prefix = [], command, containment } = options
  const parent = prefix.length === 0 ? process.pid : 'any'
  const [file = '', ...argv] = [...prefix, ...contained(command, containment, parent)]
  const stdio = ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] as const
  const child = execa(file, argv, {
    stdio: stdio.map((kind) => kind) as unknown as 'pipe',
    buffer: false,
    reject: false,
    cleanup: false,
    env: options.env ?? {},
  })
  const streams = (child as unknown as { stdio: (Readable & Writable)[] }).stdio
  for (const stream of streams) stream.on('error', () => {})
  const console = keepConsole([1, 2].filter((fd) => fd !== options.output).map((fd) => streams[fd]))
  const ended = child.then((result): Problem => {
    const how = result.signal === undefined ? `status ${result.exitCode}` : `signal ${result.signal}`
    const reason = result.exitCode === undefined && result.signal === undefined ? result.message : how
    return { message: `${options.what} ended unexpectedly (${reason})`, detail: console.text() }
  })
  return new EngineLink({
    input: streams[options.input] as Writable,
    output: streams[options.output] as Readable,
    ...(options.requests && { requests: options.requests }),
    folder: options.folder,
    ended,
    onReady: console.forget,
    kill: () => {
      // What runs as root through sudo cannot be killed by its user, but ends when its input does.
      streams[options.input]?.destroy()
      child.kill('SIGKILL')
    },
  })
}

function keepConsole(streams: readonly (Readable | undefined)[]) {
  let kept = ''
  for (const stream of streams) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      kept = (kept + chunk).slice(-KEPT_CONSOLE)
    })
  }
  const forget = () => {
    kept = ''
  }
  return { text: () => (kept.split('\nCall Trace:')[0] ?? '').trim(), forget }
}
