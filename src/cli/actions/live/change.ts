import type { LiveClient } from '../../../live/client.ts'
import type { LiveStatus } from '../../../live/messages.ts'
import { lineReporter } from '../../../report/line.ts'
import { paintFor } from '../../../report/paint.ts'
import { exitStatus } from '../../exit.ts'
import { print, refuse } from '../../output.ts'
import { tellBusy, tellProblem, withStatus } from './problem.ts'

/** Brings faults into force; gives the exit status. */
export function breakCommand(name: string, faults: readonly string[]): Promise<number> {
  return changed(name, ({ changes, known }) => {
    const unknown = faults.find((one) => !known.includes(one))
    if (unknown !== undefined) return `${name} has no fault or variant ${unknown}; it has ${known.join(', ')}`
    const twice = faults.find((one) => changes.includes(one))
    return twice === undefined ? [...changes, ...new Set(faults)] : `${twice} is in force already`
  })
}

/** Takes faults back; gives the exit status. */
export function fixCommand(name: string, faults: readonly string[]): Promise<number> {
  return changed(name, ({ changes }) => {
    const unknown = faults.find((one) => !changes.includes(one))
    if (unknown !== undefined) return `${unknown} is not in force; ${inForce(changes)}`
    return faults.length === 0 ? [] : changes.filter((one) => !faults.includes(one))
  })
}

/** What is to be in force, or why not. */
type Wish = (status: LiveStatus) => readonly string[] | string

function changed(name: string, wish: Wish): Promise<number> {
  return withStatus(name, async (live, status) => {
    const changes = wish(status)
    if (typeof changes === 'string') return refuse(changes)
    tellBusy(status)
    return carryOut(live, changes, status.changes)
  })
}

async function carryOut(
  live: LiveClient,
  changes: readonly string[],
  instead: readonly string[],
): Promise<number> {
  const reporter = lineReporter({ screen: process.stdout, paint: paintFor(process.stdout), all: false })
  const done = await live.change(changes, (event) => reporter.handle(event), instead)
  if (!done.ok) return tellProblem(done.error)
  const { rebuilt } = done.value
  if (rebuilt !== undefined) print(`built anew, because ${rebuilt}: shells that were open have ended`)
  print(inForce(changes))
  return exitStatus('pass')
}

const inForce = (changes: readonly string[]): string =>
  changes.length === 0 ? 'nothing is broken' : `in force: ${changes.join(', ')}`
