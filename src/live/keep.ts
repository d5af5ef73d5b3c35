import { rmSync } from 'node:fs'
import type { Problem, RunEvent } from '../events/types.ts'
import { chooseKernel } from '../kernel/choose.ts'
import { requiredFeatures } from '../kernel/features.ts'
import type { KernelPreference } from '../kernel/types.ts'
import { loadWithChanges } from '../lab/index.ts'
import { buildPlan } from '../plan/build.ts'
import { started } from '../run/started.ts'
import type { Say } from '../run/steps.ts'
import { orStop, Stop } from '../run/stop.ts'
import { TITLES } from '../run/titles.ts'
import { Keeper, type Kept, labWith, sayer } from './keeper.ts'
import { hidden } from './round.ts'
import { answering } from './serve.ts'
import { claim, socketFolder } from './sockets.ts'
import { LiveWorld, withoutCaptures } from './world.ts'

/** What a keeper is told when it is started. */
export interface KeepOptions extends Omit<Kept, 'kernel'> {
  readonly file: string
  readonly kernel: KernelPreference
}

/** What it says on its standard output, a line of JSON each, until the lab is ready or cannot be. */
export type KeeperNews =
  | { readonly event: RunEvent }
  | { readonly ready: true }
  | { readonly problem: Problem; readonly outcome: 'error' | 'unsupported' }

/**
 * A keeper's life: a name, a world, questions, an end. It ends when it is asked to, when its kernel ends, and when
 * whoever started it goes away before the lab is ready. What it has started dies with it.
 */
export async function keep(options: KeepOptions): Promise<void> {
  try {
    await live(options)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    news({ problem: error.problem, outcome: error.outcome === 'unsupported' ? 'unsupported' : 'error' })
  }
}

async function live(options: KeepOptions): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<void>()
  let keeper: Keeper | undefined
  const server = answering(() => keeper, end)
  const path = orStop(await claim(server, orStop(socketFolder()), options.name))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end())
  // Its terminal may go; nobody hears it once it is ready.
  process.on('SIGHUP', () => {})
  process.stdout.on('error', () => keeper ?? end())
  try {
    const building = build(options)
    building.catch(() => {})
    keeper = await Promise.race([building, over.then(() => undefined)])
    if (keeper === undefined) return
    news({ ready: true })
    await Promise.race([over, keeper.world.ended])
  } finally {
    rmSync(path, { force: true })
    server.close()
    await keeper?.world.end()
  }
}

async function build(options: KeepOptions): Promise<Keeper> {
  const { file, settings, changes, out } = options
  const lab = labWith(options, file, changes)
  const features = [...new Set(loadWithChanges(file, settings).flatMap(requiredFeatures))]
  const chosen = chooseKernel(options.kernel, lab, 'real', features)
  if (!chosen.ok) throw new Stop('unsupported', chosen.error)
  const { kernel } = chosen
  const tell = sayer((event) => news({ event }))
  const say: Say = (body) => tell(options.exercise ? hidden(body) : body)
  const titles = withoutCaptures(buildPlan(lab)).steps.map(({ title }) => title)
  say(started(lab, [TITLES.kernel, ...titles], out, kernel))
  return new Keeper({ ...options, kernel }, await LiveWorld.start(lab, { kernel, features, out }, say))
}

function news(one: KeeperNews): void {
  process.stdout.write(`${JSON.stringify(one)}\n`)
}
