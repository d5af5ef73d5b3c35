import type { Lab } from '../../lab/types.ts'
import { type Expectation, STAGES, type Stage } from '../expectation.ts'
import type { Finding } from '../finding.ts'
import { type ModeRoles, rolesOf } from '../roles.ts'
import { probeNamed, targetOf } from '../topology.ts'
import type { Diagnosis } from '../types.ts'
import type { View } from '../view.ts'
import { frameText } from '../words.ts'
import { captureLost } from './capture.ts'
import { explainNetwork } from './network/explain.ts'
import { type Scene, type Suspect, sceneOf } from './scene.ts'
import { SUSPECTS } from './suspects.ts'

/** An expectation with what it found. */
export interface Judged {
  readonly expectation: Pick<Expectation, 'stage' | 'probe' | 'way' | 'routing' | 'roles' | 'explain'>
  readonly finding: Finding
}

/** Explains what did not pass: by what the captures lost, by a cause that is proven, or by saying that none is. */
export function diagnose(view: View, judged: Judged, all: readonly Judged[]): Diagnosis | undefined {
  const { finding, expectation } = judged
  if (finding.status === 'inconclusive') return captureLost(finding)
  if (finding.status === 'pass') return undefined
  const divergence = firstDivergence(all)
  const found =
    expectation.explain?.(view) ?? explainNetwork(view, expectation) ?? causeOf(view, expectation) ?? UNKNOWN
  return divergence === undefined ? found : { ...found, divergence: divergenceText(divergence) }
}

/** The proven cause that lies nearest before the failed stage; of several at one stage the most specific. */
function causeOf(view: View, { stage, probe, roles }: Judged['expectation']): Diagnosis | undefined {
  const around = rolesAround(view, probe)
  if (roles === undefined) return firstOf(around, (one) => convictedBefore(sceneOf(view, one), stage))
  const own = convictedBefore(sceneOf(view, roles), stage)
  return own ?? firstOf(around, (other) => convictedElsewhere(view, stage, roles, other))
}

function firstOf(
  all: readonly ModeRoles[],
  find: (roles: ModeRoles) => Diagnosis | undefined,
): Diagnosis | undefined {
  for (const roles of all) {
    const diagnosis = find(roles)
    if (diagnosis !== undefined) return diagnosis
  }
  return undefined
}

/**
 * What another mode of the same probe suffers from. Where directors stand in a row, the first can spoil everything
 * for the second, and the second what comes back by the first; modes of one director share its counters.
 */
function convictedElsewhere(
  view: View,
  stage: Stage,
  own: ModeRoles,
  other: ModeRoles,
): Diagnosis | undefined {
  const touches =
    own.via === other.director ||
    (other.via === own.director && rank(stage) >= rank('reply')) ||
    (other.director === own.director && stage === 'whole')
  return touches ? convictedBefore(sceneOf(view, other), 'end') : undefined
}

function convictedBefore(scene: Scene, stage: Stage): Diagnosis | undefined {
  const able = SUSPECTS.filter(
    ({ since, modes }) => rank(since) <= rank(stage) && (modes?.includes(scene.roles.mode) ?? true),
  ).toSorted((a, b) => Number(b.first ?? false) - Number(a.first ?? false) || rank(b.since) - rank(a.since))
  for (const suspect of able) {
    const diagnosis = convict(scene, suspect)
    if (diagnosis !== undefined) return diagnosis
  }
  return undefined
}

const rank = (stage: Stage): number => STAGES.indexOf(stage)

function convict(scene: Scene, { cause, detect }: Suspect): Diagnosis | undefined {
  const proof = detect(scene)
  return proof === undefined ? undefined : { cause, ...proof }
}

/**
 * Modes that a probe speaks to: those that are promised of it, then those that are promised of another probe of the
 * same service; for an expectation about something else, all of the lab.
 */
function rolesAround({ lab }: View, probe: string | undefined): ModeRoles[] {
  const modes = lab.expectations.filter((spec) => spec.kind === 'mode')
  const asked = modes.filter((spec) => spec.probe === probe)
  const alike = modes.flatMap((spec) =>
    probe !== undefined && spec.probe !== probe && sameTarget(lab, spec.probe, probe)
      ? [{ ...spec, probe }]
      : [],
  )
  const found = [...asked, ...alike]
  return (found.length > 0 ? found : modes).map((spec) => rolesOf(lab, spec))
}

function sameTarget(lab: Lab, ...probes: readonly [string, string]): boolean {
  const [one, other] = probes.map((name) => targetOf(probeNamed(lab, name)))
  return one?.address === other?.address && one?.port === other?.port
}

/** Names nobody: a guess would send people the wrong way. What was seen, the verdict says itself. */
const UNKNOWN: Diagnosis = {
  cause: 'unknown',
  nodes: [],
  text: 'No known cause is proven by packets and kernel state.',
}

/**
 * The earliest frame that differs from what was promised; where none does, the first step that was not seen. What
 * a conversation ended in is no step of it.
 */
function firstDivergence(all: readonly Judged[]): Finding['deviation'] {
  const failed = all.filter(
    ({ finding, expectation }) => finding.status === 'fail' && expectation.stage !== 'end',
  )
  const inOrder = failed.toSorted((a, b) => rank(a.expectation.stage) - rank(b.expectation.stage))
  const deviations = inOrder.flatMap(({ finding }) =>
    finding.deviation === undefined ? [] : [finding.deviation],
  )
  const different = deviations.filter(({ frame }) => frame !== undefined)
  return different.toSorted((a, b) => (a.frame ?? 0) - (b.frame ?? 0))[0] ?? deviations[0]
}

function divergenceText({ text, frame }: NonNullable<Finding['deviation']>): string {
  return frame === undefined ? text : `${text} (${frameText([frame])})`
}
