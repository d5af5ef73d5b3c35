import { type LiveClient, listLive } from '../../../live/client.ts'
import type { LiveStatus } from '../../../live/messages.ts'
import { liveLines } from '../../../report/live.ts'
import { pageFor } from '../../../report/page.ts'
import { exitStatus } from '../../exit.ts'
import { print } from '../../output.ts'
import { tellProblem } from './problem.ts'

/** Longest that a keeper may take to answer, in milliseconds: one that is stopped never does. */
const PATIENCE = 3000

/** Lists the live labs; gives the exit status. */
export async function psCommand({ json }: { readonly json?: true }): Promise<number> {
  const labs = await listLive()
  if (!labs.ok) return tellProblem(labs.error)
  const found = await Promise.all(
    labs.value.map(async (lab) => ({ name: lab.name, ...(await inTime(lab.status())) })),
  )
  print(json ? JSON.stringify(found, undefined, 2) : liveLines(found, pageFor(process.stdout)).join('\n'))
  return exitStatus('pass')
}

/** What a lab says of itself; of one that is being built, or does not answer, that. */
async function inTime(
  status: ReturnType<LiveClient['status']>,
): Promise<Partial<LiveStatus> & { readonly silent?: string }> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE).unref())
  const answer = await Promise.race([status, late])
  if (answer === undefined) return { silent: 'it does not answer' }
  return answer.ok ? answer.value : { silent: answer.error.message }
}
