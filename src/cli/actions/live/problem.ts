import type { Problem } from '../../../events/types.ts'
import { findLive, type LiveClient } from '../../../live/client.ts'
import type { LiveStatus } from '../../../live/messages.ts'
import { exitStatus } from '../../exit.ts'
import { refuse } from '../../output.ts'

/** Tells on standard error what went wrong, with reason and remedy; gives the exit status, which is that of a failure. */
export function tellProblem({ message, detail, remedy }: Problem, status = exitStatus('fail')): number {
  const lines = [`lvslab: ${message}`, ...(detail ? [detail] : []), ...(remedy ? [`help: ${remedy}`] : [])]
  process.stderr.write(`${lines.join('\n')}\n`)
  return status
}

/** Tells what has to be waited for first, if anything: one question changes the lab or judges it at a time. */
export function tellBusy({ name, busy }: LiveStatus): void {
  if (busy !== undefined) process.stderr.write(`waiting: a ${busy} of ${name} goes on\n`)
}

/** Does something with a live lab; gives the exit status, which is that of wrong usage when there is none. */
export async function withLive(
  name: string | undefined,
  use: (live: LiveClient) => Promise<number>,
): Promise<number> {
  const found = await findLive(name)
  return found.ok ? use(found.value) : tellProblem(found.error, exitStatus('usage'))
}

/** The same with what the lab says of itself. */
export function withStatus(
  name: string,
  use: (live: LiveClient, status: LiveStatus) => Promise<number>,
): Promise<number> {
  return withLive(name, async (live) => {
    const status = await live.status()
    return status.ok ? use(live, status.value) : tellProblem(status.error)
  })
}

/** The same for one of its nodes, which has to be there. */
export function withNode(
  name: string,
  node: string,
  use: (live: LiveClient) => Promise<number>,
): Promise<number> {
  return withStatus(name, async (live, { nodes }) =>
    nodes.includes(node) ? use(live) : refuse(`${name} has no node ${node}; it has ${nodes.join(', ')}`),
  )
}

/** Has a signal that ends this process end something else first. */
export function onEndingSignal(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}
