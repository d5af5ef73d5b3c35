import type { RunOutcome } from '../events/types.ts'
import type { RunView } from '../events/view.ts'
import type { Lab } from '../lab/types.ts'
import { attemptsOf } from '../verdict/traffic.ts'
import type { Verdict } from '../verdict/types.ts'
import { type View, viewOf } from '../verdict/view.ts'
import { loadFrames } from '../wire/frames.ts'
import type { Found } from './comparison.ts'
import { type Grown, loadOf } from './growth.ts'
import { exchangesOf, measure } from './measure.ts'
import { type Contender, SETUPS } from './modes.ts'
import { probesOf, type Stage } from './stage.ts'
import { trialsOf } from './trials.ts'
import { type Tried, triedOf } from './tried.ts'
import { TRIED } from './variants.ts'

/** A run of a mode's lab, with what it left in its folder. */
export interface Run {
  readonly mode: Contender
  readonly lab: Lab
  /** Name of the variant, or `healthy`. */
  readonly name: string
  readonly view: RunView
  /** As the suite judged it: `fail` where an expectation of the lab was not met. */
  readonly outcome: RunOutcome
  /** Why it did not pass. */
  readonly reasons: readonly string[]
  /** The merged capture; measured frame by frame. */
  readonly capture: string
}

/** What a run of a compared lab shows: of itself, or of each trial. */
export function foundIn(run: Run): Found[] {
  const { mode, name } = run
  const view = viewOf(run.lab, run.view)
  if (name === TRIED) {
    return trialsOf(SETUPS[mode]).map((trial) => ({
      ...{ mode, name: trial.name },
      tried: triedIn(run, view, [trial.name], (id) => id.startsWith(`${trial.name}/`)),
    }))
  }
  const probes = run.lab.probes.map((probe) => probe.name)
  const tried = triedIn(run, view, probes, () => true)
  if (name !== 'healthy' || !isPossible(tried)) return [{ mode, name, tried }]
  const octets = octetsIn(run.capture)
  if (typeof octets === 'string') return [{ mode, name, tried: { missing: octets } }]
  return [{ mode, name, tried, measured: measure(view, exchangesAmong(view, probes), octets) }]
}

/** What a run of a growing lab shows of each stage. */
export function grownIn(run: Run, stages: readonly Stage[]): Grown[] {
  const { mode } = run
  const view = viewOf(run.lab, run.view)
  const octets = hasEnded(run) ? octetsIn(run.capture) : run.outcome
  return stages.map((stage) => {
    const ids = probesOf(stage).map((probe) => `outcome/${probe}`)
    const missing = missingOf(triedIn(run, view, probesOf(stage), (id) => ids.includes(id)))
    if (missing !== undefined) return { mode, stage, load: { missing } }
    if (typeof octets === 'string') return { mode, stage, load: { missing: octets } }
    return { mode, stage, load: loadOf(measure(view, exchangesAmong(view, probesOf(stage)), octets)) }
  })
}

/** Whether it came to its verdicts, whatever they are. */
const hasEnded = ({ outcome }: Run): boolean =>
  outcome === 'pass' || outcome === 'fail' || outcome === 'inconclusive'

function triedIn(
  run: Run,
  view: View,
  probes: readonly string[],
  isMine: (expectation: Verdict['expectation']) => boolean,
): Tried {
  if (!hasEnded(run)) return { missing: run.reasons[0] ?? run.outcome }
  const results = run.view.probes.filter(({ probe }) => probes.includes(probe))
  const shown = {
    attempts: results.flatMap(({ attempts }) => attempts),
    verdicts: run.view.verdicts.filter(({ expectation }) => isMine(expectation)),
    modes: probes.flatMap((probe) => attemptsOf(view, probe)).flatMap(({ exchange }) => exchange?.mode ?? []),
  }
  return triedOf(shown, run.mode)
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
