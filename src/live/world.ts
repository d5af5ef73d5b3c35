import { Engines } from '../kernel/engines.ts'
import type { EngineLink } from '../kernel/link.ts'
import type { ChosenKernel } from '../kernel/types.ts'
import type { Lab } from '../lab/types.ts'
import { buildPlan } from '../plan/build.ts'
import { isCaptureStep } from '../plan/captures.ts'
import { deltaOf } from '../plan/delta/delta.ts'
import { newSettings, type SettingName } from '../plan/delta/settings.ts'
import type { Plan } from '../plan/types.ts'
import { apply, begin } from '../run/drive.ts'
import { tablesOf } from '../run/evidence.ts'
import { makeFolders } from '../run/folders.ts'
import { readState } from '../run/state.ts'
import type { Say } from '../run/steps.ts'
import { orStop, Stop } from '../run/stop.ts'
import { namesOf } from '../verdict/names.ts'
import { forgetting } from './forget.ts'
import type { Changed, Observation, SessionWish } from './messages.ts'
import { Sessions, type Teller } from './sessions.ts'

/** How a world is made, once and whenever it has to be made anew. */
export interface WorldOptions {
  readonly kernel: ChosenKernel
  /** Kernel modules that the lab needs in every form that it may take. */
  readonly features: readonly string[]
  /** Folder of the engine; exists. */
  readonly out: string
}

/** A lab that goes on living in one kernel: what is asked of it is done one after the other, but for sessions. */
export class LiveWorld {
  readonly #options: WorldOptions
  readonly #engines: Engines
  readonly #sessions = new Sessions()
  readonly #originals = new Map<string, string>()
  readonly #ended = Promise.withResolvers<void>()
  #lab: Lab
  #link: EngineLink
  #isBuilding = false

  private constructor(options: WorldOptions, lab: Lab, engines: Engines, link: EngineLink) {
    this.#options = options
    this.#engines = engines
    this.#lab = lab
    this.#link = link
    this.#use(link)
  }

  /** Builds the lab in a new kernel. Throws Stop where that fails; the kernel is gone then. */
  static async start(lab: Lab, options: WorldOptions, say: Say): Promise<LiveWorld> {
    const engines = new Engines()
    try {
      return new LiveWorld(options, lab, engines, await build(lab, options, engines, say))
    } catch (error) {
      await engines.end()
      throw error
    }
  }

  get lab(): Lab {
    return this.#lab
  }

  get link(): EngineLink {
    return this.#link
  }

  /** Resolves when the kernel has ended that the lab lives in; one that a new one takes the place of does not count. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /**
   * Makes another form of the same lab of it: by the difference if there is a way, else from the beginning, which ends
   * all sessions. A difference that cannot be carried out leaves neither the one nor the other: then as well.
   */
  async change(to: Lab, say: Say): Promise<Changed> {
    await this.#keep(newSettings(this.#lab, to))
    const delta = deltaOf(this.#lab, to, (name) => this.#originals.get(keyOf(name)))
    if (delta.kind === 'rebuild') return this.#rebuild(to, delta.why, say)
    try {
      makeFolders(delta.plan, this.#options.out, 'again')
      const steps = [...delta.plan.steps, forgetting(to)]
      await apply(this.#link, to, { ...delta.plan, steps }, say)
      this.#lab = to
      return {}
    } catch (error) {
      if (error instanceof Stop) return this.#rebuild(to, error.problem.message, say)
      throw error
    }
  }

  /** Makes the same lab from the beginning. */
  renew(why: string, say: Say): Promise<Changed> {
    return this.#rebuild(this.#lab, why, say)
  }

  async observe(): Promise<Observation> {
    const { nodes, networks } = tablesOf(this.#lab, await readState(this.#link, this.#lab))
    return { nodes, networks, names: namesOf({ nodes, addressChanges: [] }, this.#lab) }
  }

  open(wish: SessionWish, teller: Teller): ReturnType<Sessions['open']> {
    return this.#sessions.open(wish, teller)
  }

  async end(): Promise<void> {
    await this.#engines.end()
  }

  async #rebuild(to: Lab, why: string, say: Say): Promise<Changed> {
    this.#sessions.endAll()
    this.#originals.clear()
    this.#isBuilding = true
    try {
      this.#use(await build(to, this.#options, this.#engines, say))
    } catch (error) {
      // There is neither the one lab nor the other.
      this.#ended.resolve()
      throw error
    }
    this.#isBuilding = false
    this.#lab = to
    return { rebuilt: why }
  }

  #use(link: EngineLink): void {
    this.#link = link
    this.#sessions.use(link)
    link.ended.then(() => {
      if (link === this.#link && !this.#isBuilding) this.#ended.resolve()
    })
  }

  /** What a sysctl is that nobody has set yet; one that the kernel does not have is not kept. */
  async #keep(names: readonly SettingName[]): Promise<void> {
    for (const name of names.filter((one) => !this.#originals.has(keyOf(one)))) {
      const argv = ['sysctl', '-n', `net.${name.key}`]
      const { status, stdout } = orStop(
        await this.#link.call('exec', { node: name.namespace, argv, timeoutMs: 10_000 }),
      )
      if (status === 0) this.#originals.set(keyOf(name), stdout.trim())
    }
  }
}

const keyOf = ({ namespace, key }: SettingName): string => `${namespace} ${key}`

async function build(lab: Lab, options: WorldOptions, engines: Engines, say: Say): Promise<EngineLink> {
  const plan = withoutCaptures(buildPlan(lab))
  makeFolders(plan, options.out, 'again')
  const link = await begin(() => engines.take(options.kernel, options), say)
  await apply(link, lab, plan, say)
  return link
}

/** Each check has captures of its own. */
export function withoutCaptures(plan: Plan): Plan {
  return { ...plan, steps: plan.steps.filter((step) => !isCaptureStep(step)) }
}
