import { listLive } from '../../../live/client.ts'
import type { LiveStatus } from '../../../live/messages.ts'
import type { Result } from '../../../live/sockets.ts'
import { liveLines } from '../../../report/live.ts'
import { pageFor } from '../../../report/page.ts'
import { exitStatus } from '../../exit.ts'
import { print } from '../../output.ts'
import { tellProblem } from './problem.ts'

/** Lists the live labs; gives the exit status. */
export async function psCommand({ json }: { readonly json?: true }): Promise<number> {
  const labs = await listLive()
  if (!labs.ok) return tellProblem(labs.error)
  const found = await Promise.all(
    labs.value.map(async (lab) => ({ name: lab.name, ...told(await lab.status()) })),
  )
  print(json ? JSON.stringify(found, undefined, 2) : liveLines(found, pageFor(process.stdout)).join('\n'))
  return exitStatus('pass')
}

/** What a lab says of itself; of one that is being built, or does not answer, that. */
function told(answer: Result<LiveStatus>): Partial<LiveStatus> & { readonly silent?: string } {
  return answer.ok ? answer.value : { silent: answer.error.message }
}
