import type { Lab } from '../lab/types.ts'
import { type View, viewOf } from '../verdict/view.ts'
import { loadFrames } from '../wire/frames.ts'
import type { Found } from './comparison.ts'
import { type Grown, loadOf } from './growth.ts'
import { exchangesOf, measure } from './measure.ts'
import type { Mode } from './modes.ts'
import { probesOf, type Stage } from './stage.ts'
import { type Ended, type Tried, triedOf } from './tried.ts'

/** A run of a mode's lab, with what it left in its folder. */
export interface Run extends Ended {
  readonly mode: Mode
  readonly lab: Lab
  /** Name of the variant, or `healthy`. */
  readonly name: string
  /** The merged capture; measured frame by frame. */
  readonly capture: string
}

/** What a run of a compared lab shows. */
export function foundIn(run: Run): Found {
  const { mode, name } = run
  const view = viewOf(run.lab, run.view)
  const probes = run.lab.probes.map((probe) => probe.name)
  const tried = triedIn(run, view, probes)
  if (name !== 'healthy' || !isPossible(tried)) return { mode, name, tried }
  const octets = octetsIn(run.capture)
  if (typeof octets === 'string') return { mode, name, tried: { missing: octets } }
  return { mode, name, tried, measured: measure(view, exchangesAmong(view, probes), octets) }
}

/** What a run of a growing lab shows of each stage. */
export function grownIn(run: Run, stages: readonly Stage[]): Grown[] {
  const { mode } = run
  const view = viewOf(run.lab, run.view)
  const octets = run.outcome === 'pass' ? octetsIn(run.capture) : run.outcome
  return stages.map((stage) => {
    const missing = missingOf(triedIn(run, view, probesOf(stage)))
    if (missing !== undefined) return { mode, stage, load: { missing } }
    if (typeof octets === 'string') return { mode, stage, load: { missing: octets } }
    return { mode, stage, load: loadOf(measure(view, exchangesAmong(view, probesOf(stage)), octets)) }
  })
}

function triedIn(run: Run, view: View, probes: readonly string[]): Tried {
  const modes = exchangesAmong(view, probes).map((exchange) => exchange.mode)
  return triedOf(run, run.mode, modes)
}

const exchangesAmong = (view: View, probes: readonly string[]) =>
  probes.flatMap((probe) => exchangesOf(view, probe))

const isPossible = (tried: Tried): boolean => 'possible' in tried && tried.possible

function missingOf(tried: Tried): string | undefined {
  if ('missing' in tried) return tried.missing
  return tried.possible ? undefined : tried.how
}

/** Octets of each frame of a capture on the wire, by its id; the reason where it cannot be read. */
function octetsIn(capture: string): ((frame: number) => number) | string {
  const loaded = loadFrames(capture)
  if (!loaded.ok) return loaded.error.message
  const lengths = loaded.frames.map(({ originalLength }) => originalLength)
  return (frame) => lengths[frame - 1] ?? 0
}
