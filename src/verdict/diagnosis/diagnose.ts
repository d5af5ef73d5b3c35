import { type Expectation, STAGES, type Stage } from '../expectation.ts'
import type { Finding } from '../finding.ts'
import { type ModeRoles, rolesOf } from '../roles.ts'
import type { Diagnosis } from '../types.ts'
import type { View } from '../view.ts'
import { frameText } from '../words.ts'
import { captureLost } from './capture.ts'
import { type Scene, type Suspect, sceneOf } from './scene.ts'
import { SUSPECTS } from './suspects.ts'

/** An expectation with what it found. */
export interface Judged {
  readonly expectation: Pick<Expectation, 'stage' | 'probe' | 'roles' | 'explain'>
  readonly finding: Finding
}

/** Explains what did not pass: by what the captures lost, by a cause that is proven, or by saying that none is. */
export function diagnose(view: View, judged: Judged, all: readonly Judged[]): Diagnosis | undefined {
  const { finding, expectation } = judged
  if (finding.status === 'inconclusive') return captureLost(finding)
  if (finding.status === 'pass') return undefined
  const divergence = firstDivergence(all)
  const found = expectation.explain?.(view) ?? causeOf(view, expectation) ?? UNKNOWN
  return divergence === undefined ? found : { ...found, divergence: divergenceText(divergence) }
}

/** The proven cause that lies nearest before the failed stage; of several at one stage the most specific. */
function causeOf(view: View, { stage, probe, roles }: Judged['expectation']): Diagnosis | undefined {
  const own = roles ?? rolesAround(view, probe)[0]
  if (own === undefined) return undefined
  return (
    convictedBefore(sceneOf(view, own), stage) ??
    rolesAround(view, own.probe)
      .filter((other) => other.director !== own.director)
      .flatMap((other) => convictedBefore(sceneOf(view, other), lastStage(stage, own, other)) ?? [])[0]
  )
}

function convictedBefore(scene: Scene, stage: Stage): Diagnosis | undefined {
  const able = SUSPECTS.filter(
    ({ since, modes }) => rank(since) <= rank(stage) && (modes?.includes(scene.roles.mode) ?? true),
  ).toSorted((a, b) => rank(b.since) - rank(a.since))
  for (const suspect of able) {
    const diagnosis = convict(scene, suspect)
    if (diagnosis !== undefined) return diagnosis
  }
  return undefined
}

/**
 * Where directors stand in a row, what one of them spoils breaks promises of the other: everything that happens
 * before a request reaches the second, and nothing before the first has handed it on.
 */
function lastStage(stage: Stage, own: ModeRoles, other: ModeRoles): Stage {
  if (own.via === other.director) return 'end'
  return other.via === own.director && rank(stage) >= rank('reply') ? 'end' : STAGES[0]
}

const rank = (stage: Stage): number => STAGES.indexOf(stage)

function convict(scene: Scene, { cause, detect }: Suspect): Diagnosis | undefined {
  const proof = detect(scene)
  return proof === undefined ? undefined : { cause, ...proof }
}

/** Modes that a probe speaks to; for an expectation about another probe, all of the lab. */
function rolesAround({ lab }: View, probe: string | undefined): ModeRoles[] {
  const modes = lab.expectations.filter((spec) => spec.kind === 'mode')
  const asked = modes.filter((spec) => spec.probe === probe)
  return (asked.length > 0 ? asked : modes).map((spec) => rolesOf(lab, spec))
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
