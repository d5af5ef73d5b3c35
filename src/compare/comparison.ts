import type { Measured } from './measure.ts'
import { type Contender, MODES, SETUPS } from './modes.ts'
import type { Stage } from './stage.ts'
import { OTHER_PORT, OTHER_SITE, OTHER_SUBNET } from './trials.ts'
import type { Missing, Tried } from './tried.ts'

/** What was shown of a mode's lab as it is, of a trial, or of a variant. */
export interface Found {
  readonly mode: Contender
  /** Name of the trial or variant, or `healthy`. */
  readonly name: string
  readonly tried: Tried
  /** Of the healthy lab, where it passed. */
  readonly measured?: Measured
}

/** All modes on the same requests and responses, side by side. */
export interface Comparison {
  readonly stage: Stage
  readonly modes: readonly ComparedMode[]
}

export interface ComparedMode {
  readonly mode: Contender
  readonly measured: Measured | Missing
  /** Real servers on the director's LAN, behind another router, at another site. */
  readonly places: Readonly<Record<'same-lan' | 'other-subnet' | 'other-site', Tried>>
  /** Real servers listen on another port than the virtual service. */
  readonly otherPort: Tried
  /** What a real server's set-up on the director's LAN consists of, and what came of leaving it out. */
  readonly parts: readonly { readonly part: string; readonly without: Tried }[]
}

/** Puts everything that was found in its place; what was not found says so. */
export function compared(
  stage: Stage,
  found: readonly Found[],
  contenders: readonly Contender[] = MODES,
): Comparison {
  return {
    stage,
    modes: contenders.map((mode) =>
      comparedMode(
        mode,
        found.filter((one) => one.mode === mode),
      ),
    ),
  }
}

const NOT_RUN: Missing = { missing: 'not run' }

function comparedMode(mode: Contender, found: readonly Found[]): ComparedMode {
  const tried = (name: string): Tried => found.find((one) => one.name === name)?.tried ?? NOT_RUN
  const healthy = tried('healthy')
  const measured = found.find((one) => one.measured !== undefined)?.measured
  return {
    mode,
    measured: measured ?? ('missing' in healthy ? healthy : { missing: 'the lab did not keep its promises' }),
    places: {
      'same-lan': healthy,
      'other-subnet': tried(OTHER_SUBNET),
      'other-site': tried(OTHER_SITE),
    },
    otherPort: tried(OTHER_PORT),
    parts: SETUPS[mode].needs.map(({ name, title }) => ({
      part: title,
      without: tried(name),
    })),
  }
}

/** Whether something of it was neither measured nor tried. */
export function lacks({ modes }: Comparison): boolean {
  const cells = modes.flatMap(({ measured, otherPort, places, parts }) => [
    ...[measured, otherPort, ...Object.values(places)],
    ...parts.map(({ without }) => without),
  ])
  return cells.some((cell) => 'missing' in cell)
}

/** What a real server cannot do without, as tried; undefined where something could not be tried. */
export function needsOf({ parts }: ComparedMode): string[] {
  return parts.filter(({ without }) => 'possible' in without && !without.possible).map(({ part }) => part)
}
