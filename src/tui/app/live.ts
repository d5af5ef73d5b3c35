import type { Lab } from '../../lab/index.ts'
import type { LiveLab, LiveService } from '../live.ts'
import type { LiveEffect } from '../model/messages.ts'
import { connectShell } from './shell.ts'
import type { Store } from './store.ts'
import type { GiveTerminal } from './terminal.ts'

type Send = Store['send']
type Work = Exclude<LiveEffect, { readonly type: 'up' }>

/** Does what the model asks of live labs. */
export class LivePerformer {
  readonly #service: LiveService | undefined
  readonly #giveTerminal: GiveTerminal
  readonly #labs = new Map<string, LiveLab>()

  constructor(service: LiveService | undefined, giveTerminal: GiveTerminal) {
    this.#service = service
    this.#giveTerminal = giveTerminal
  }

  async up(lab: Lab, send: Send): Promise<void> {
    if (!this.#service) return send({ type: 'notice', text: 'Live labs are not possible here.' })
    send({ type: 'notice', text: `${lab.name} is being started …` })
    const got = await this.#service.up(lab)
    if (!got.ok) return send({ type: 'notice', text: got.reason })
    const id = `live ${got.value.name}`
    this.#labs.set(id, got.value)
    send({ type: 'live-opened', id, name: got.value.name, lab, broken: await got.value.broken() })
  }

  async perform(effect: Work, send: Send): Promise<void> {
    const live = this.#labs.get(effect.id)
    if (!live) return
    const { id } = effect
    send({ type: 'live-busy', id, what: WORDS[effect.type] })
    try {
      const notice = await this.#work(effect, live, send)
      send({ type: 'live-idle', id, ...(notice === undefined ? {} : { notice }) })
    } catch (error) {
      send({ type: 'live-idle', id, notice: String(error) })
    }
  }

  /** Gives what is to be said about it, if anything. */
  async #work(effect: Work, live: LiveLab, send: Send): Promise<string | undefined> {
    const { id } = effect
    switch (effect.type) {
      case 'check':
        send({ type: 'run-begun', id, now: performance.now() })
        await live.check((event) => send({ type: 'run-event', id, event }))
        return undefined
      case 'toggle': {
        const done = await (effect.broken ? live.fix(effect.fault) : live.breakWith(effect.fault))
        send({ type: 'live-faults', id, broken: await live.broken() })
        return done.ok ? `${effect.fault}: ${effect.broken ? 'fixed' : 'broken'}. c checks.` : done.reason
      }
      case 'observe':
        send({ type: 'live-observed', id, ...(await live.observe()) })
        return undefined
      case 'shell':
        return this.#giveTerminal((terminal) => connectShell(live, effect.node, terminal))
      case 'down':
        this.#labs.delete(id)
        await live.down()
        return `${live.name} is down.`
    }
  }
}

const WORDS: Readonly<Record<Work['type'], string>> = {
  check: 'checking',
  toggle: 'changing',
  observe: 'reading tables',
  shell: 'in a shell',
  down: 'ending',
}
