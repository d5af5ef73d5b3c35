import { createHash, randomBytes } from 'node:crypto'
import type { Change, Lab } from '../../../lab/index.ts'
import { changesItself } from '../../../live/changes-itself.ts'
import { exitStatus } from '../../exit.ts'
import { openLab } from '../../lab.ts'
import { print, refuse } from '../../output.ts'
import { tellProblem, withLive } from './problem.ts'
import { startLive, type UpFlags } from './up.ts'

export interface ExerciseFlags extends Pick<UpFlags, 'kernel' | 'name'> {
  readonly draw?: string
}

/** Starts a live lab with a fault that it keeps to itself; gives the exit status. */
export async function exerciseCommand(labName: string, { draw, ...flags }: ExerciseFlags): Promise<number> {
  const lab = openLab(labName)
  if (!lab) return exitStatus('usage')
  if (changesItself(lab))
    return refuse(
      `${lab.name} cannot be an exercise: a check changes it, and would undo what you repair by hand`,
    )
  const lot = draw ?? randomBytes(4).toString('hex')
  const fault = drawn(lab, lot)
  if (fault === undefined) return refuse(`${lab.name} has no faults to be found`)
  const status = await startLive(lab, flags, { changes: [fault.name], exercise: true })
  const name = flags.name ?? lab.name
  if (status === exitStatus('pass')) print(task(name, lot))
  return status
}

/** The same lot draws the same fault of the same lab. */
function drawn({ changes }: Lab, lot: string): Change | undefined {
  const faults = changes.filter(({ kind }) => kind === 'fault')
  const number = createHash('sha256').update(lot).digest().readUInt32BE()
  return faults[number % faults.length]
}

const task = (name: string, lot: string): string =>
  [
    `\n${name} is up, and something is wrong with it (drawn by ${lot}). Find it, and repair it:`,
    `  lvslab check ${name}         which promises are broken`,
    `  lvslab shell ${name} NODE    look around, change what has to be changed`,
    `  lvslab solve ${name}         give up, and be told`,
    `  lvslab down ${name}`,
  ].join('\n')

/** Tells what was wrong; gives the exit status. */
export function solveCommand(name: string): Promise<number> {
  return withLive(name, async (live) => {
    const solution = await live.solve()
    if (!solution.ok) return tellProblem(solution.error)
    print(solutionLines(solution.value).join('\n'))
    print(`lvslab fix ${name} repairs it.`)
    return exitStatus('pass')
  })
}

/** What was wrong, by its names. */
export function solutionLines(changes: readonly Change[]): string[] {
  return changes.flatMap(({ name, title, declares }) => [
    `${name}: ${title}`,
    ...(declares ? [`  the cause is called ${declares.because}, on ${declares.nodes.join(', ')}`] : []),
  ])
}
