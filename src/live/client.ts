import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Problem, RunEvent } from '../events/types.ts'
import { readJsonLines } from '../protocol/lines.ts'
import type { ProcessEnd, StreamName } from '../protocol/messages.ts'
import {
  type Answer,
  LIVE_VERSION,
  type LiveStatus,
  type Question,
  type QuestionName,
  type Questions,
  type SessionWish,
  type SessionWords,
} from './messages.ts'
import { connect, type Result, socketFolder, socketPath, sweep } from './sockets.ts'

/** Longest that a keeper may take to say how it is, and to end, in milliseconds: it may be judging a large capture. */
const PATIENCE = 10_000
const LONGEST_END = 60_000

/** An open session, from the outside. */
export interface LiveSession {
  readonly write: (octets: Uint8Array) => void
  readonly resize: (rows: number, columns: number) => void
  /** The command's input ends. */
  readonly end: () => void
  /** Ends the command. */
  readonly kill: () => void
  readonly ended: Promise<Result<ProcessEnd>>
}

/** A live lab, by its name. Whatever goes wrong is a value; a lab that ends in between as well. */
export class LiveClient {
  readonly name: string
  readonly #path: string

  constructor(name: string, path: string) {
    this.name = name
    this.#path = path
  }

  /** A keeper tells this at once, whatever it does; one that is stopped never does. */
  async status(): Promise<Result<LiveStatus>> {
    const socket = await connect(this.#path)
    if (socket === undefined) return { ok: false, error: gone(this.name) }
    const late = this.#silence(socket, PATIENCE)
    return Promise.race([late, ask(socket, this.name, 'status', {}, () => {})])
  }

  /** Fresh captures, all probes, verdicts; `emit` hears the events of a run. */
  check(emit: (event: RunEvent) => void): Promise<Result<Questions['check']['value']>> {
    return this.#ask('check', {}, emit)
  }

  /** Sends some of the lab's probes. */
  probe(
    names: readonly string[],
    emit: (event: RunEvent) => void,
  ): Promise<Result<Questions['probe']['value']>> {
    return this.#ask('probe', { names }, emit)
  }

  /** Brings these changes into force, and no others; refused where those of `instead` no longer are. */
  change(
    changes: readonly string[],
    emit: (event: RunEvent) => void = () => {},
    instead?: readonly string[],
  ): Promise<Result<Questions['change']['value']>> {
    return this.#ask('change', { changes, ...(instead && { instead }) }, emit)
  }

  observe(): Promise<Result<Questions['observe']['value']>> {
    return this.#ask('observe', {})
  }

  /** What an exercise hides. */
  solve(): Promise<Result<Questions['solve']['value']>> {
    return this.#ask('solve', {})
  }

  /** Resolves when the lab is gone: its keeper hangs up as it ends. */
  async down(): Promise<Result<Record<string, never>>> {
    const socket = await connect(this.#path)
    if (socket === undefined) return { ok: false, error: gone(this.name) }
    const late = this.#silence(socket, LONGEST_END)
    socket.write(lineOf('down', {}))
    const over = once(socket.resume(), 'close').then(() => ({ ok: true as const, value: {} }))
    return Promise.race([late, over])
  }

  /** Resolves when the keeper has said nothing for so long; a stopped one never does. */
  #silence(socket: Socket, milliseconds: number): Promise<{ readonly ok: false; readonly error: Problem }> {
    return new Promise((resolve) => {
      socket.setTimeout(milliseconds, () => {
        resolve({ ok: false, error: silent(this.name) })
        socket.destroy()
      })
    })
  }

  /** Opens a session; `onOutput` hears what the command writes, and no more of it before a promise that it gives has settled. */
  session(wish: SessionWish, onOutput: (stream: StreamName, octets: Buffer) => unknown): LiveSession {
    const socket = connect(this.#path)
    const ended = socket.then((one) =>
      one === undefined
        ? { ok: false as const, error: gone(this.name) }
        : ask(one, this.name, 'open', wish, (answer) => {
            if (!('output' in answer)) return
            const taken = onOutput(answer.output, Buffer.from(answer.data, 'base64'))
            if (!(taken instanceof Promise)) return
            one.pause()
            void taken.finally(() => one.resume())
          }),
    )
    const say = (words: SessionWords) => {
      void socket.then((one) => one?.writable && one.write(`${JSON.stringify(words)}\n`))
    }
    return {
      write: (octets) => say({ do: 'write', data: Buffer.from(octets).toString('base64') } as SessionWords),
      resize: (rows, columns) => say({ do: 'resize', rows, columns } as SessionWords),
      end: () => say({ do: 'end' }),
      kill: () => say({ do: 'kill' }),
      ended,
    }
  }

  async #ask<Name extends QuestionName>(
    name: Name,
    parameters: Questions[Name]['with'],
    emit: (event: RunEvent) => void = () => {},
  ): Promise<Result<Questions[Name]['value']>> {
    const socket = await connect(this.#path)
    if (socket === undefined) return { ok: false, error: gone(this.name) }
    return ask(socket, this.name, name, parameters, (answer) => {
      if ('event' in answer) emit(answer.event)
    })
  }
}

/** Sends a question and hears its answer to the end. */
function ask<Name extends QuestionName>(
  socket: Socket,
  name: string,
  question: Name,
  parameters: Questions[Name]['with'],
  onAnswer: (answer: Answer) => void,
): Promise<Result<Questions[Name]['value']>> {
  return new Promise((resolve) => {
    const onLine = (line: unknown) => {
      const answer = line as Answer
      if ('value' in answer) resolve({ ok: true, value: answer.value as Questions[Name]['value'] })
      else if ('problem' in answer) resolve({ ok: false, error: answer.problem })
      else onAnswer(answer)
    }
    socket.on('error', () => {})
    socket.on('close', () => resolve({ ok: false, error: gone(name) }))
    readJsonLines(socket, onLine, () => {})
    socket.write(lineOf(question, parameters))
  })
}

function lineOf<Name extends QuestionName>(name: Name, parameters: Questions[Name]['with']): string {
  const question: Question<Name> = { version: LIVE_VERSION, ask: name, with: parameters }
  return `${JSON.stringify(question)}\n`
}

function gone(name: string): Problem {
  return { message: `the live lab ${name} has ended`, remedy: 'lvslab ps lists those that live' }
}

function silent(name: string): Problem {
  const remedy = 'let its keeper go on (kill -CONT), or end it (kill -KILL): nothing of the lab is left then'
  return { message: `the live lab ${name} does not answer`, remedy }
}

/** The live lab of that name; without a name, the only one that lives. */
export async function findLive(name: string | undefined): Promise<Result<LiveClient>> {
  const labs = await listLive()
  if (!labs.ok) return labs
  const names = labs.value.map((one) => one.name)
  const found = name === undefined && names.length === 1 ? names[0] : names.find((one) => one === name)
  const client = labs.value.find((one) => one.name === found)
  if (client) return { ok: true, value: client }
  const which = names.length === 0 ? 'none lives' : `these live: ${names.join(', ')}`
  const message = name === undefined ? `name a live lab: ${which}` : `no live lab is called ${name}: ${which}`
  return { ok: false, error: { message, remedy: `start one: lvslab up ${name ?? 'dr'}` } }
}

/** All live labs of this user, by name. Sockets of those whose keeper has died are removed. */
export async function listLive(): Promise<Result<LiveClient[]>> {
  const folder = socketFolder()
  if (!folder.ok) return folder
  const names = await sweep(folder.value)
  const labs = names.map((name) => new LiveClient(name, socketPath(folder.value, name)))
  return { ok: true, value: labs }
}
