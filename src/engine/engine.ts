import { readFileSync } from 'node:fs'
import os from 'node:os'
import {
  type CallName,
  type Calls,
  type EngineMessage,
  PROTOCOL_VERSION,
  type Request,
  type Response,
} from '../protocol/messages.ts'
import { applyScript } from '../world/apply.ts'
import { Captures } from '../world/captures.ts'
import { Failure } from '../world/failure.ts'
import { withNameServers } from '../world/inside.ts'
import { observe } from '../world/observe.ts'
import { Prober } from '../world/probe.ts'
import { resetWorld, untouchedWorld } from '../world/reset.ts'
import { runProcess } from '../world/run-process.ts'
import { Sessions } from '../world/sessions.ts'
import { runTimeline } from '../world/timeline.ts'

type Handlers = { [Name in CallName]: (parameters: Calls[Name]['with']) => Promise<Calls[Name]['value']> }

/** The lives of labs inside the kernel, one after the other, call by call. */
export class Engine {
  readonly #folder: string
  readonly #notify: (message: EngineMessage) => void
  readonly #prober = new Prober()
  readonly #sessions: Sessions
  readonly #untouched = untouchedWorld()
  #captures = new Captures([], '')

  /** `folder` takes configurations, logs and captures; `notify` gets what is said between answers. */
  constructor(folder: string, notify: (message: EngineMessage) => void) {
    this.#folder = folder
    this.#notify = notify
    this.#sessions = new Sessions(notify)
  }

  readonly #handlers: Handlers = {
    hello: async ({ version }) => hello(version),
    apply: (parameters) =>
      applyScript(parameters, this.#folder, (step) => this.#notify({ notice: 'step', step })),
    watch: ({ points, timeoutMs }) => {
      this.#captures = new Captures(points, this.#folder)
      return this.#captures.watch(timeoutMs)
    },
    probe: ({ probe, firstPort }) => this.#prober.send(probe, firstPort),
    timeline: (parameters) =>
      runTimeline(parameters, this.#folder, (what) => this.#notify({ notice: 'happened', what })),
    release: ({ timeoutMs }) => this.#prober.release(timeoutMs),
    observe: (parameters) => observe(parameters, this.#folder),
    drain: ({ timeoutMs }) => this.#captures.drain(timeoutMs),
    reset: (parameters) => resetWorld(parameters, this.#untouched),
    exec: ({ node, argv, ...options }) =>
      runProcess(
        node === undefined ? argv : ['ip', 'netns', 'exec', node, ...withNameServers(node, argv)],
        options,
      ),
    open: async (parameters) => {
      this.#sessions.open(parameters)
      return {}
    },
    act: async (parameters) => {
      await this.#sessions.act(parameters)
      return {}
    },
  }

  /** Carries out one call. What a lab or a machine can cause becomes the answer's error. */
  async answer(request: Request): Promise<Response> {
    const handler = this.#handlers[request.call] as Handlers[CallName] | undefined
    try {
      if (handler === undefined) throw new Failure(`unknown call "${request.call}"`)
      const value = await (handler as (parameters: unknown) => Promise<unknown>)(request.with)
      return { id: request.id, ok: true, value }
    } catch (error) {
      return { id: request.id, ok: false, error: toError(error) }
    }
  }
}

function hello(version: number): Calls['hello']['value'] {
  if (version !== PROTOCOL_VERSION) {
    throw new Failure(`the engine speaks protocol ${PROTOCOL_VERSION}, the front-end ${version}`)
  }
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
  return { version, kernel: `${os.type()} ${os.release()}`, uptime }
}

function toError(error: unknown) {
  if (error instanceof Failure) return error.toCallError()
  const { message, stack } = error as Error
  return { message: `the engine broke: ${message}`, detail: stack ?? '' }
}
