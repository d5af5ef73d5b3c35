import { dirname } from 'node:path'
import type { Probe } from '../lab/probes/types.ts'
import type { FilterTable, Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { BODIES } from './bodies.ts'
import { TIMELINE_FOLDER } from './folders.ts'
import { PRELUDE } from './prelude.ts'
import { probeCommand } from './probe.ts'
import { batchText, quote } from './quote.ts'
import { type PortedProbe, sequenceOf } from './sequence.ts'
import { renderTimeline } from './timeline.ts'
import type {
  AwaitDaemon,
  CapturePoint,
  DaemonPlan,
  Operation,
  Plan,
  Ready,
  SignedCertificate,
  Step,
  TestDaemon,
} from './types.ts'
import { inNamespace, inNode, renderStart } from './words.ts'

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
  const body = inRuns(step.operations).map(renderAlike)
  return [title, `step ${index} ${quote(step.title)}`, ...body].join('\n')
}

/** What is waited for at one time, one process waits for; everything else stands by itself. */
function inRuns(operations: readonly Operation[]): Operation[][] {
  const runs: Operation[][] = []
  for (const operation of operations) {
    const last = runs.at(-1)
    if (operation.kind === 'await' && last?.[0]?.kind === 'await') last.push(operation)
    else runs.push([operation])
  }
  return runs
}

function renderAlike(operations: readonly Operation[]): string {
  const awaits = operations.filter((one) => one.kind === 'await')
  return awaits.length > 0
    ? hereDocument('await', awaits.flatMap(awaitLines).join('\n'))
    : operations.map(renderOperation).join('\n')
}

function renderOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'ip': {
      const where = operation.namespace === undefined ? '' : ` -n ${quote(operation.namespace)}`
      return hereDocument(`ip${where} -batch -`, batchText(operation.lines))
    }
    case 'tc':
    case 'bridge': {
      const command = `${operation.kind} -n ${quote(operation.namespace)} -batch -`
      return hereDocument(command, batchText(operation.lines))
    }
    case 'settings':
      return hereDocument('settings', batchText(operation.lines.map(settingWords)))
    case 'ipvs': {
      const command = inNamespace(operation.namespace, ['ipvsadm', '-R'])
      return hereDocument(command, batchText(operation.lines))
    }
    case 'netfilter': {
      const command = inNamespace(operation.namespace, [RESTORE[operation.family]])
      return hereDocument(command, operation.tables.map(tableText).join('\n'))
    }
    case 'resolver':
      return ['resolver', operation.namespace, ...operation.addresses].map(quote).join(' ')
    case 'bodies':
      return `bodies ${operation.sizes.join(' ')}`
    case 'self-signed':
      return `sign_itself ${quote(operation.file)} ${quote(operation.name)}`
    case 'signed':
      return renderSigned(operation)
    case 'files':
      return renderFiles(operation.daemon).join('\n')
    case 'test':
      return [...renderFiles(operation.daemon), renderTest(operation)].join('\n')
    case 'start': {
      const files = operation.daemon.test ? [] : renderFiles(operation.daemon)
      return [...files, renderStart(operation.daemon)].join('\n')
    }
    case 'stop':
      return `end ${quote(operation.daemon.name)} ${operation.daemon.stop}`
    case 'signal':
      return `tell ${quote(operation.daemon.name)} ${operation.signal}`
    case 'await':
      return hereDocument('await', awaitLines(operation).join('\n'))
    case 'capture':
      return renderCapture(operation.capture)
    case 'monitor':
      return `monitor ${quote(operation.namespace)}`
  }
}

function renderSigned({ file, days, names }: SignedCertificate): string {
  const all = names.map((name) => `DNS:${name}`).join(',')
  return `sign ${[file, String(days), names[0] ?? '', all].map(quote).join(' ')}`
}

const RESTORE = { ipv4: 'iptables-legacy-restore', ipv6: 'ip6tables-legacy-restore' } as const

/** As iptables-save(8) writes it: the table, its rules, and COMMIT. */
function tableText({ table, rules }: FilterTable): string {
  return [`*${table}`, ...rules, 'COMMIT'].join('\n')
}

function settingWords(
  setting: { namespace: string; key: string; value: string } | { namespace: string; offloads: string },
): string[] {
  return 'key' in setting
    ? [setting.namespace, setting.key, ...setting.value.split(' ')]
    : [setting.namespace, 'offloads', setting.offloads]
}

function renderCapture({ namespace, interface: name, snapLength, buffer }: CapturePoint): string {
  return `capture ${quote(namespace)} ${quote(name)} ${snapLength} ${buffer}`
}

function renderFiles({ name: daemon, files }: DaemonPlan): string[] {
  const folder = `"$run"/${quote(daemon)}`
  return Object.entries(files).flatMap(([name, content]) => [
    ...(name.includes('/') ? [`mkdir -p ${folder}/${quote(dirname(name))}`] : []),
    `printf %s ${quote(content)} >${folder}/${quote(name)}`,
  ])
}

function renderTest({ daemon: { name, node }, test }: TestDaemon): string {
  const known = test.known.map(({ file, from, to }) => `${from} ${to} ${file}`).join('\n')
  return `examine ${[name, node, known, test.remedy, ...test.argv].map(quote).join(' ')}`
}

function awaitLines({ daemon: { name }, until }: AwaitDaemon): string[] {
  return until.map((one) => `${name} ${readyWords(one)}`)
}

function readyWords(ready: Ready): string {
  switch (ready.kind) {
    case 'listens':
      return `listens ${ready.protocol} ${ready.port}`
    case 'says':
      return `says ${ready.seconds} ${ready.times} ${ready.pattern}`
    case 'established':
      return `established ${ready.seconds}`
  }
}

/** The delimiter is quoted, so nothing in the text is expanded; a text that holds it is a bug of the caller. */
function hereDocument(command: string, text: string): string {
  if (/^END$/m.test(text)) throw new Error(`text for "${command}" holds the delimiter`)
  return `${command} <<'END'\n${text.replace(/\n$/, '')}\nEND`
}
