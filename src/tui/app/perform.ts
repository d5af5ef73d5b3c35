import type { Lab } from '../../lab/index.ts'
import type { Got } from '../got.ts'
import type { Effect } from '../model/messages.ts'
import type { Services } from '../services.ts'
import { LivePerformer } from './live.ts'
import type { Store } from './store.ts'
import type { GiveTerminal } from './terminal.ts'

type Send = Store['send']

/** What effects act upon besides the services. */
export interface Surroundings {
  readonly services: Services
  readonly quit: () => void
  readonly giveTerminal: GiveTerminal
}

/** Does the work that the model asks for and tells what came of it. */
export class Performer {
  readonly #around: Surroundings
  readonly #live: LivePerformer
  #running: AbortController | undefined

  constructor(around: Surroundings) {
    this.#around = around
    this.#live = new LivePerformer(around.services.up, around.giveTerminal)
  }

  perform(effect: Effect, send: Send): void | Promise<void> {
    const { services, quit } = this.#around
    switch (effect.type) {
      case 'list-labs':
        return listLabs(services, send)
      case 'list-live':
        return listLive(services, send)
      case 'open-lab':
        return orNotice(services.openLab(effect.file), send, (lab) =>
          send({ type: 'lab-opened', lab, lesson: services.lesson(lab) }),
        )
      case 'list-runs':
        return send({ type: 'runs-listed', runs: services.listRuns() })
      case 'open-run':
        return openRun(services, effect.folder, send)
      case 'read-frames':
        return readFrames(services, effect.id, effect.folder, send)
      case 'run':
        return orNotice(
          services.openLab(effect.file, effect.change),
          send,
          (lab) => void this.#run(lab, send),
        )
      case 'interrupt':
        return this.#running?.abort('SIGINT')
      case 'tell':
        return send({ type: 'notice', text: effect.text })
      case 'quit':
        return quit()
      case 'up':
        return orNotice(services.openLab(effect.file), send, (lab) => this.#up(lab, send))
      default:
        return this.#live.perform(effect, send)
    }
  }

  /** One at a time: it has the machine. */
  async #alone(work: (signal: AbortSignal) => Promise<void>, send: Send): Promise<void> {
    if (this.#running) return send({ type: 'notice', text: 'Another run goes on.' })
    this.#running = new AbortController()
    try {
      await work(this.#running.signal)
    } finally {
      this.#running = undefined
    }
  }

  #up(lab: Lab, send: Send): Promise<void> {
    return this.#alone((signal) => this.#live.up(lab, signal, send), send)
  }

  #run(lab: Lab, send: Send): void | Promise<void> {
    const { services } = this.#around
    return orNotice(services.newFolder(lab), send, (id) =>
      this.#alone(async (signal) => {
        send({ type: 'run-begun', id, now: performance.now() })
        await services.run(lab, id, (event) => send({ type: 'run-event', id, event }), signal)
      }, send),
    )
  }
}

async function listLabs(services: Services, send: Send): Promise<void> {
  for await (const entry of services.listLabs()) send({ type: 'lab-listed', entry })
}

async function listLive(services: Services, send: Send): Promise<void> {
  send({ type: 'live-listed', names: await services.listLive() })
}

function openRun(services: Services, folder: string, send: Send): void {
  orNotice(services.openRun(folder), send, (view) => send({ type: 'run-opened', id: folder, view }))
}

function readFrames(services: Services, id: string, folder: string, send: Send): void {
  const read = services.readFrames(folder)
  if (read.ok) send({ type: 'frames-read', id, frames: read.value })
  else send({ type: 'frames-missing', id, reason: read.reason })
}

function orNotice<Value>(
  got: Got<Value>,
  send: Send,
  use: (value: Value) => void | Promise<void>,
): void | Promise<void> {
  if (got.ok) return use(got.value)
  send({ type: 'notice', text: got.reason })
}
