import { findLive, type LiveClient, listLive } from '../../../live/client.ts'
import { exitStatus } from '../../exit.ts'
import { print, refuse } from '../../output.ts'
import { tellProblem } from './problem.ts'

/** Ends live labs and waits until they are gone; gives the exit status. */
export async function downCommand(
  name: string | undefined,
  { all }: { readonly all?: true },
): Promise<number> {
  if (all && name !== undefined) return refuse('name a live lab, or say --all')
  const labs = all ? await listLive() : await findOne(name)
  if (!labs.ok) return tellProblem(labs.error, exitStatus('usage'))
  if (labs.value.length === 0) print('no lab is live')
  const statuses = await Promise.all(labs.value.map(end))
  return Math.max(exitStatus('pass'), ...statuses)
}

async function findOne(name: string | undefined) {
  const found = await findLive(name)
  return found.ok ? { ok: true as const, value: [found.value] } : found
}

async function end(lab: LiveClient): Promise<number> {
  const gone = await lab.down()
  if (!gone.ok) return tellProblem(gone.error)
  print(`${lab.name} is down`)
  return exitStatus('pass')
}
