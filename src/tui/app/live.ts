import type { Lab } from '../../lab/index.ts'
import type { Got } from '../got.ts'
import type { LiveLab, UpLive } from '../live.ts'
import type { LiveEffect } from '../model/messages.ts'
import type { Store } from './store.ts'
import type { GiveTerminal } from './terminal.ts'

type Send = Store['send']
type Work = Exclude<LiveEffect, { readonly type: 'up' }>

/** Does what the model asks of live labs. */
export class LivePerformer {
  readonly #up: UpLive
  readonly #giveTerminal: GiveTerminal
  readonly #labs = new Map<string, LiveLab>()

  constructor(up: UpLive, giveTerminal: GiveTerminal) {
    this.#up = up
    this.#giveTerminal = giveTerminal
  }

  async up(lab: Lab, signal: AbortSignal, send: Send): Promise<void> {
    const id = `live ${lab.name}`
    send({ type: 'run-begun', id, now: performance.now() })
    const got = await this.#up(lab, (event) => send({ type: 'run-event', id, event }), signal)
    if (!got.ok) return send({ type: 'live-gone', id, notice: got.reason })
    const inForce = await got.value.changes()
    if (!inForce.ok) return send({ type: 'live-gone', id, notice: inForce.reason })
    this.#labs.set(id, got.value)
    send({ type: 'live-opened', id, lab, inForce: inForce.value })
  }

  async perform(effect: Work, send: Send): Promise<void> {
    const { id } = effect
    const live = this.#labs.get(id)
    if (!live) return
    if (effect.type === 'observe') return this.#observe(live, id, send)
    send({ type: 'live-busy', id, what: WORDS[effect.type] })
    const notice = await this.#work(effect, live, send)
    send({ type: 'live-idle', id, ...(notice === undefined ? {} : { notice }) })
  }

  /** One that was ended meanwhile has nothing to complain about. */
  async #observe(live: LiveLab, id: string, send: Send): Promise<void> {
    const seen = await live.observe()
    if (seen.ok) send({ type: 'live-observed', id, ...seen.value })
    else if (this.#labs.has(id)) send({ type: 'notice', text: seen.reason })
  }

  /** Gives what is to be said about it, if anything. */
  async #work(
    effect: Exclude<Work, { readonly type: 'observe' }>,
    live: LiveLab,
    send: Send,
  ): Promise<string | undefined> {
    const { id } = effect
    switch (effect.type) {
      case 'check':
        send({ type: 'run-begun', id, now: performance.now() })
        return reasonOf(await live.check((event) => send({ type: 'run-event', id, event })))
      case 'change':
        return change(live, effect, send)
      case 'shell':
        return reasonOf(await this.#giveTerminal((terminal) => live.shell(effect.node, terminal)))
      case 'down': {
        this.#labs.delete(id)
        const gone = await live.down()
        send({ type: 'live-gone', id, notice: gone.ok ? `${live.name} is down.` : gone.reason })
      }
    }
  }
}

const WORDS = { check: 'checking', change: 'changing', shell: 'in a shell', down: 'ending' } as const

async function change(
  live: LiveLab,
  { id, changes }: Extract<Work, { readonly type: 'change' }>,
  send: Send,
): Promise<string | undefined> {
  const done = await live.change(changes)
  const inForce = await live.changes()
  if (inForce.ok) send({ type: 'live-changed', id, inForce: inForce.value })
  return done.ok ? (done.value ?? 'Done: c checks what it does.') : done.reason
}

const reasonOf = (got: Got<unknown>): string | undefined => (got.ok ? undefined : got.reason)
