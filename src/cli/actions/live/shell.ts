import type { LiveClient, LiveSession } from '../../../live/client.ts'
import { refuse } from '../../output.ts'
import { statusOf } from './exec.ts'
import { tellProblem, withNode } from './problem.ts'

/** bash where there is one; without anybody's start files, which would speak of another machine. */
const SHELL = 'if command -v bash >/dev/null; then exec bash --norc --noprofile -i; fi; exec sh -i'

/** Opens a shell with this terminal; gives its exit status. */
export function shellCommand(name: string, node: string): Promise<number> {
  const { stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY)
    return Promise.resolve(
      refuse(`a shell needs a terminal; without one: lvslab exec ${name} ${node} -- COMMAND`),
    )
  return withNode(name, node, async (live) => {
    const end = await inShell(live, node, stdin, stdout, (session) =>
      process.on('SIGHUP', session.kill).on('SIGTERM', session.kill),
    )
    stdin.destroy()
    return end.ok ? statusOf(end.value) : tellProblem(end.error)
  })
}

/** A shell on a node with this terminal until it ends; the terminal is as it was before then. */
export async function inShell(
  live: LiveClient,
  node: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  onOpen: (session: LiveSession) => void = () => {},
): Promise<Awaited<LiveSession['ended']>> {
  const env = { TERM: process.env.TERM ?? 'dumb', PS1: `${live.name} ${node}:\\w# `, HISTFILE: '/dev/null' }
  const terminal = { rows: output.rows, columns: output.columns }
  const session = live.session({ node, argv: ['sh', '-c', SHELL], terminal, env }, (_, octets) => {
    output.write(octets)
  })
  onOpen(session)
  const onSize = () => session.resize(output.rows, output.columns)
  input.setRawMode(true)
  input.on('data', session.write)
  output.on('resize', onSize)
  try {
    return await session.ended
  } finally {
    input.off('data', session.write)
    input.setRawMode(false)
    output.off('resize', onSize)
  }
}
