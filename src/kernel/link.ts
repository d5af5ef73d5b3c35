import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { Problem } from '../events/types.ts'
import { leaveMessage, takeMessage } from '../protocol/files.ts'
import { readJsonLines } from '../protocol/lines.ts'
import {
  type CallName,
  type Calls,
  type EngineMessage,
  LONGEST_LINE,
  type Notice,
  type RequestInFile,
  type ResetParameters,
  type Response,
  requestFile,
  type SessionNotice,
} from '../protocol/messages.ts'
import type { Happened } from '../verdict/types.ts'

/** A response, or what stands for one that will never come. */
type Answer = Response | { readonly ok: false; readonly error: Problem }

export type CallResult<Name extends CallName> =
  | { readonly ok: true; readonly value: Calls[Name]['value'] }
  | { readonly ok: false; readonly error: Problem }

/**
 * How requests get to an engine: on its standard input, or each in a file of its folder. An engine in virtual time
 * looks for files, over and over, without ever sleeping: so its clock stands until it has something to do.
 */
export type Requests = 'line' | 'files'

/** What a link is made of: two streams, and the end of the process behind them. */
export interface LinkParts {
  readonly input: Writable
  readonly output: Readable
  /** `line` where nothing is said. */
  readonly requests?: Requests
  /** The engine's first folder, as the host sees it. */
  readonly folder: string
  /** Resolves when the kernel or engine process has ended, with its last words. */
  readonly ended: Promise<Problem>
  /** Called when the engine begins a life: what a console said until then is of no interest any more. */
  readonly onReady: () => void
  /** Ends the world at once. Safe to call again. */
  readonly kill: () => void
}

/** The front-end's side of the protocol: calls out, answers and notices in. */
export class EngineLink {
  readonly ended: Promise<Problem>
  readonly #parts: LinkParts
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #junk: string[] = []
  readonly #ready = Promise.withResolvers<void>()
  readonly #unsent: (() => void)[] = []
  #underWay = false
  #broken: Problem | undefined
  #next = 1
  #folder: string
  /** Hears of each step of a script as it begins. */
  onStep: (step: number) => void = () => {}
  /** Hears of what happens on a timeline. */
  onHappened: (what: Happened) => void = () => {}
  /** Hears of what open sessions write, and of their ends. */
  onSession: (notice: SessionNotice) => void = () => {}

  constructor(parts: LinkParts) {
    this.#parts = parts
    this.#folder = parts.folder
    this.ended = parts.ended
    readJsonLines(
      parts.output,
      (value) => this.#receive(value as EngineMessage),
      (line) => this.#junk.push(line),
    )
    // Not by a race with each call: a promise that lives as long as the engine would keep all their answers.
    void parts.ended.then((error) => this.#break(error))
    // Writing to an engine that has ended: `ended` tells why.
    parts.input.on('error', () => {})
  }

  /** Sends a call; an engine that ends before it answers is the call's error. */
  async call<Name extends CallName>(name: Name, parameters: Calls[Name]['with']): Promise<CallResult<Name>> {
    await this.#ready.promise
    if (this.#broken !== undefined) return { ok: false, error: this.#broken }
    const id = this.#next++
    const answered = Promise.withResolvers<Answer>()
    this.#waiting.set(id, answered.resolve)
    const request = JSON.stringify({ id, call: name, with: parameters })
    this.#unsent.push(() => this.#send(id, request))
    this.#sendNext()
    return (await answered.promise) as CallResult<Name>
  }

  kill(): void {
    this.#parts.kill()
  }

  /** Empties the world behind the link for another run with a folder of its own; see `reset` of the protocol. */
  async reset(parameters: ResetParameters): Promise<CallResult<'reset'>> {
    this.onStep = () => {}
    this.onHappened = () => {}
    this.#parts.onReady()
    const result = await this.call('reset', parameters)
    this.#folder = parameters.out
    return result
  }

  #break(error: Problem): void {
    this.#broken = error
    this.#ready.resolve()
    for (const answer of this.#waiting.values()) answer({ ok: false, error })
    this.#waiting.clear()
  }

  /** One after the other: what has not been taken yet fills a serial line that must not overflow. */
  #sendNext(): void {
    if (this.#underWay) return
    const send = this.#unsent.shift()
    this.#underWay = send !== undefined
    send?.()
  }

  #send(id: number, request: string): void {
    const { input, requests } = this.#parts
    const file = requestFile(id)
    const path = join(this.#folder, file)
    if (requests === 'files') leaveMessage(path, request)
    else if (Buffer.byteLength(request) <= LONGEST_LINE) input.write(`${request}\n`)
    else {
      leaveMessage(path, request)
      input.write(`${JSON.stringify({ file } satisfies RequestInFile)}\n`)
    }
  }

  #receive(message: EngineMessage): void {
    if ('notice' in message) {
      this.#hear(message)
      return
    }
    this.#waiting.get(message.id)?.(
      'file' in message ? takeMessage<Response>(join(this.#folder, message.file)) : message,
    )
    this.#waiting.delete(message.id)
  }

  #hear(notice: Notice): void {
    if (notice.notice === 'step') this.onStep(notice.step)
    else if (notice.notice === 'happened') this.onHappened(notice.what)
    else if (notice.notice === 'output' || notice.notice === 'closed') this.onSession(notice)
    else if (notice.notice === 'taken') {
      this.#underWay = false
      this.#sendNext()
    } else {
      this.#parts.onReady()
      this.#ready.resolve()
    }
  }
}
