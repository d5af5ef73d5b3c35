import { join } from 'node:path'
import type { RunEvent, RunEventBody } from '../events/types.ts'
import type { ChosenKernel } from '../kernel/types.ts'
import { type Change, type Diagnostic, formatDiagnostic, type Lab, loadLab } from '../lab/index.ts'
import { capturesOf } from '../plan/captures.ts'
import { daemonsOf } from '../plan/daemons.ts'
import { keepFile } from '../run/folders.ts'
import type { Say } from '../run/steps.ts'
import { Stop } from '../run/stop.ts'
import { changesItself } from './changes-itself.ts'
import type { ChangeWish, LiveStatus, QuestionName, Questions } from './messages.ts'
import { Ports } from './ports.ts'
import { liveRound } from './round.ts'
import type { LiveWorld } from './world.ts'

/** What a keeper was started with. */
export interface Kept {
  readonly name: string
  readonly out: string
  readonly kernel: ChosenKernel
  /** Settings and seed, for every form of the lab. */
  readonly settings: { readonly set: Readonly<Record<string, string>>; readonly seed?: string }
  /** Changes that are in force from the start. */
  readonly changes: readonly string[]
  /** The fault is not told, and is repaired by hand. */
  readonly exercise: boolean
}

export type Emit = (event: RunEvent) => void

/** Answers the questions about one live lab; what would disturb each other is done one after the other. */
export class Keeper {
  readonly #kept: Kept
  readonly #world: LiveWorld
  readonly #startedAt = new Date().toISOString()
  #changes: readonly string[]
  #exercise: boolean
  readonly #ports = new Ports()
  #rounds = 0
  /** Whether a check has left the world other than the lab says. */
  #worn = false
  #busy: string | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(kept: Kept, world: LiveWorld) {
    this.#kept = kept
    this.#world = world
    this.#changes = kept.changes
    this.#exercise = kept.exercise
  }

  get world(): LiveWorld {
    return this.#world
  }

  status(): LiveStatus {
    const { name, out, kernel } = this.#kept
    const { lab } = this.#world
    const exercise = this.#exercise
    return {
      ...{ name, lab: lab.name, title: lab.title, file: lab.file, kernel: kernel.name, out },
      ...{ startedAt: this.#startedAt, pid: process.pid, exercise },
      nodes: lab.nodes.map((node) => node.name),
      probes: lab.probes.map((probe) => probe.name),
      daemons: daemonsOf(lab).map((daemon) => ({ name: daemon.name, node: daemon.node })),
      points: capturesOf(lab).map(({ point }) => point),
      inside: kernel.name === 'uml' ? '/out' : out,
      known: lab.changes.map((change) => change.name),
      changes: exercise ? [] : this.#changes,
      ...(this.#busy === undefined ? {} : { busy: this.#busy }),
    }
  }

  /** All probes and verdicts, or some probes alone. */
  check(probes: readonly string[] | undefined, emit: Emit): Promise<Questions['check']['value']> {
    return this.#inTurn(probes === undefined ? 'check' : 'probe', async () => {
      const { kernel, out: from } = this.#kept
      const out = join(from, `check-${++this.#rounds}`)
      if (this.#worn) await this.#world.renew('the check before has changed it', sayer(emit))
      this.#worn = probes === undefined && changesItself(this.#world.lab)
      const wish = { kernel, from, out, ports: this.#ports, hides: this.#exercise, ...(probes && { probes }) }
      const outcome = await liveRound(this.#world, wish, emit)
      return { outcome, out }
    })
  }

  /** Brings other changes into force than are now. */
  change({ changes, instead }: ChangeWish, emit: Emit): Promise<Questions['change']['value']> {
    if (this.#exercise)
      throw refusal('this is an exercise: repair it by hand, in a shell; lvslab solve gives up')
    return this.#inTurn('change', async () => {
      if (instead !== undefined && instead.join() !== this.#changes.join())
        throw refusal('somebody else has changed the lab meanwhile: lvslab ps shows what is in force')
      const lab = labWith(this.#kept, this.#world.lab.file, changes)
      if (this.#worn) await this.#world.renew('the check before has changed it', sayer(emit))
      this.#worn = false
      const changed = await this.#world.change(lab, sayer(emit))
      this.#changes = changes
      return changed
    })
  }

  /** What is hidden, and no longer is. */
  solve(): readonly Change[] {
    if (!this.#exercise) throw refusal('this is no exercise: lvslab ps shows what is in force')
    this.#exercise = false
    return this.#world.lab.changes.filter(({ name }) => this.#changes.includes(name))
  }

  observe(): Promise<Questions['observe']['value']> {
    return this.#inTurn(undefined, () => this.#world.observe())
  }

  #inTurn<Value>(what: QuestionName | undefined, work: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(async () => {
      this.#busy = what
      try {
        return await work()
      } finally {
        this.#busy = undefined
      }
    })
    this.#last = done.catch(() => {})
    return done
  }
}

/** Events with the time since now. */
export function sayer(emit: Emit): Say {
  const begun = performance.now()
  return (body: RunEventBody) => emit({ at: Math.round(performance.now() - begun), ...body })
}

/**
 * A lab with changes, the later ones upon the earlier; its file is kept as it is now, since it may be edited while the
 * lab lives. Throws Stop where that is not possible.
 */
export function labWith(
  { out, settings }: Pick<Kept, 'out' | 'settings'>,
  file: string,
  changes: readonly string[],
): Lab {
  const change = changes.at(-1)
  const upon = changes.slice(0, -1)
  const loaded = loadLab({ path: file }, { ...settings, upon, ...(change === undefined ? {} : { change }) })
  if (loaded.ok) {
    keepFile(file, out)
    return loaded.lab
  }
  throw refusal(`${file} has mistakes now, or these changes do not go together`, loaded.errors)
}

function refusal(message: string, errors: readonly Diagnostic[] = []): Stop {
  const detail = errors.map((one) => formatDiagnostic(one)).join('\n')
  return new Stop('error', { message, ...(detail === '' ? {} : { detail }) })
}
