import type { Lab } from '../../../lab/index.ts'
import type { KeepOptions } from '../../../live/keep.ts'
import { lineReporter } from '../../../report/line.ts'
import { paintFor } from '../../../report/paint.ts'
import { exitStatus, outcomeStatus } from '../../exit.ts'
import { newRunFolder } from '../../folder.ts'
import { interruption } from '../../interrupt.ts'
import { type LabFlags, nameAndValue, openLab } from '../../lab.ts'
import { print, refuse } from '../../output.ts'
import { startKeeper } from './keeper.ts'
import { tellProblem } from './problem.ts'

export interface UpFlags extends LabFlags {
  readonly kernel: KeepOptions['kernel']
  readonly name?: string
}

/** Starts a live lab and waits until it is ready; gives the exit status. */
export async function upCommand(name: string, flags: UpFlags): Promise<number> {
  const lab = openLab(name, flags)
  if (!lab) return exitStatus('usage')
  const changes = flags.fault === undefined ? [] : [flags.fault]
  const status = await startLive(lab, flags, { changes, exercise: false })
  if (status === exitStatus('pass')) print(nextSteps(flags.name ?? lab.name, lab))
  return status
}

/** Starts a keeper and shows its steps; gives the exit status. */
export async function startLive(
  lab: Lab,
  flags: UpFlags,
  how: Pick<KeepOptions, 'changes' | 'exercise'>,
): Promise<number> {
  const folder = newRunFolder(`${lab.name}-live`)
  if (!folder.ok) return refuse(folder.error)
  const { set = [], seed, kernel, name = lab.name } = flags
  const settings = { set: Object.fromEntries(set.map(nameAndValue)), ...(seed === undefined ? {} : { seed }) }
  return hearOut({ name, file: lab.file, out: folder.path, kernel, settings, ...how })
}

/** Of an exercise, only its steps are told. */
async function hearOut(options: KeepOptions): Promise<number> {
  const reporter = lineReporter({ screen: process.stdout, paint: paintFor(process.stdout), all: false })
  const start = await startKeeper(options, reporter.handle, interruption())
  if (start.ok) return exitStatus('pass')
  const status = outcomeStatus(start.outcome)
  return start.outcome === 'interrupted' ? status : tellProblem(start.error, status)
}

function nextSteps(name: string, { change, changes }: Lab): string {
  const fault = changes.find((one) => one.kind === 'fault')?.name
  return [
    `\n${name} is up`,
    `  lvslab check ${name}`,
    `  lvslab shell ${name} NODE`,
    ...(change ? [`  lvslab fix ${name}`] : []),
    ...(change || fault === undefined ? [] : [`  lvslab break ${name} ${fault}`]),
    `  lvslab down ${name}`,
  ].join('\n')
}
