import { exitStatus } from '../../exit.ts'
import { refuse } from '../../output.ts'
import { passOn, statusOf } from './exec.ts'
import { onEndingSignal, tellProblem, withStatus } from './problem.ts'

/** Prints logs of daemons; gives the exit status. */
export function logsCommand(
  name: string,
  wanted: string | undefined,
  { follow }: { readonly follow?: true },
): Promise<number> {
  return withStatus(name, async (live, { daemons, inside }) => {
    const chosen = daemons.filter(({ name: daemon, node }) => [daemon, node, undefined].includes(wanted))
    if (chosen.length === 0)
      return refuse(`${name} has no such daemon; it has ${daemons.map((one) => one.name).join(', ')}`)
    const files = chosen.map((one) => `${one.name}/log`)
    const tail = ['tail', '-n', '+1', ...(follow ? ['-F'] : []), ...files]
    const argv = ['sh', '-c', 'cd "$0" && exec "$@"', inside, ...tail]
    const session = live.session({ argv }, passOn)
    onEndingSignal(session.kill)
    const end = await session.ended
    if (!end.ok) return tellProblem(end.error)
    return follow ? exitStatus('pass') : statusOf(end.value)
  })
}
