import type { Probe } from '../lab/probes/types.ts'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { BODIES } from './bodies.ts'
import { TIMELINE_FOLDER } from './folders.ts'
import { PRELUDE } from './prelude.ts'
import { probeCommand } from './probe.ts'
import { quote } from './quote.ts'
import { renderOperations } from './render-operations.ts'
import { type PortedProbe, sequenceOf } from './sequence.ts'
import { renderTimeline } from './timeline.ts'
import type { DaemonPlan, Plan, Step } from './types.ts'
import { inNode } from './words.ts'

/**
 * The plan as a script for sh(1). With LVSLAB_RUN it keeps configurations, logs and captures in that folder;
 * steps are announced on file descriptor LVSLAB_ANNOUNCE, standard error by default.
 */
export function renderScript(plan: Plan, lab: Lab): string {
  const steps = plan.steps.map((step, index) => renderStep(step, index, plan.steps.length))
  return [header(plan, lab), PRELUDE.trim(), ...steps].join('\n\n').concat('\n')
}

/** All of a run as one script to read, or to run by hand: what the kernel is handed, then the probes. */
export const renderRun = (plan: Plan, lab: Lab): string =>
  `${renderScript(plan, lab)}\n${renderProbes(plan, lab).trimEnd()}\n`

/** A timeline for a shell of its own, in a world that the plan's script has made. */
export function renderTimelineScript(lab: Lab, probes: readonly PortedProbe[]): string {
  return ['set -eu', SURROUNDINGS, PRELUDE.trim(), renderTimeline(lab, probes)].join('\n\n').concat('\n')
}

/** What is left to do by hand after the script: the probes, ending the captures, stopping the daemons. */
export function renderProbes(plan: Plan, lab: Lab): string {
  const commands = sequenceOf(plan).map((act) => {
    if (act.kind === 'run')
      return `# run ${act.action.name}\n${inNode(nodeIn(lab, act.action.from), act.action.argv)}`
    return act.kind === 'timeline' ? renderTimeline(lab, act.probes) : renderProbe(act, lab)
  })
  return [...commands, END_OF_CAPTURES, ...stops(plan), 'wait'].join('\n\n').concat('\n')
}

/** The node of that name: a validated lab has it. */
const nodeIn = ({ nodes }: Lab, name: string): Node => nodes.find((one) => one.name === name) as Node

function renderProbe({ probe, firstPort }: PortedProbe, lab: Lab): string {
  const command = inNode(nodeIn(lab, probe.from), probeCommand(probe, firstPort))
  const text = command.replaceAll(' --next ', ' \\\n  --next ')
  const line =
    'hold' in probe && probe.hold
      ? `${HOLD_BY_HAND} | ${text} &`
      : `${text}${inBackground(probe) ? ' &' : ' || true'}`
  return `# probe ${probe.name}\n${line}`
}

const inBackground = (probe: Probe): boolean => probe.kind === 'http' && probe.background === true

/** By hand, nobody but the clock ends what a client holds. */
const HOLD_BY_HAND = 'sleep 10'

const END_OF_CAPTURES = `# end of the captures
sleep 1
for pid in "$run"/captures/*.pid; do kill -INT "$(cat "$pid")"; done`

/** The daemons' own way to end, and for who stays a while, to read a changed configuration. */
function stops(plan: Plan): string[] {
  return daemonsOf(plan).map(({ name, reload, stop }) => {
    const pid = `"$(cat "$run"/${quote(name)}/pid)"`
    const again = reload === undefined ? '' : ` (a changed configuration is read on: kill -${reload} ${pid})`
    return `# ${name}${again}\nkill -${stop} ${pid}`
  })
}

/** Folders of a run, below its own. */
export function foldersOf(plan: Plan): string[] {
  const timeline = plan.timeline ? [TIMELINE_FOLDER] : []
  return ['captures', ...timeline, ...daemonsOf(plan).map(({ name }) => name)]
}

function daemonsOf({ steps }: Plan): DaemonPlan[] {
  return steps.flatMap(({ operations }) =>
    operations.flatMap((one) => (one.kind === 'start' ? [one.daemon] : [])),
  )
}

const SURROUNDINGS = `run=\${LVSLAB_RUN:-$(mktemp -d)}
announce=\${LVSLAB_ANNOUNCE:-2}`

function header(plan: Plan, lab: Lab): string {
  const folders = foldersOf(plan)
  return `#!/bin/sh
# ${lab.title} (lab ${lab.name}${lab.change === undefined ? '' : `, ${lab.change.kind} ${lab.change.name}`})
# Run it as root in a world that ends with it:
#   unshare --mount --net --pid --fork --kill-child --mount-proc sh -c 'mount -t tmpfs none /run && sh THIS'
set -eu
${SURROUNDINGS}
mkdir -p /run/netns ${BODIES} ${folders.map((name) => `"$run"/${quote(name)}`).join(' ')}`
}

function renderStep(step: Step, index: number, count: number): string {
  const title = `# ${index + 1}/${count} ${step.title}: ${step.reason}`
  return [title, `step ${index} ${quote(step.title)}`, ...renderOperations(step.operations)].join('\n')
}
