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
    const env = { TERM: process.env.TERM ?? 'dumb', PS1: `${name} ${node}:\\w# `, HISTFILE: '/dev/null' }
    const terminal = { rows: stdout.rows, columns: stdout.columns }
    const session = live.session({ node, argv: ['sh', '-c', SHELL], terminal, env }, (_, octets) => {
      stdout.write(octets)
    })
    const onSize = () => session.resize(stdout.rows, stdout.columns)
    stdin.setRawMode(true)
    stdin.on('data', session.write)
    stdout.on('resize', onSize)
    process.on('SIGHUP', session.kill).on('SIGTERM', session.kill)
    try {
      const end = await session.ended
      return end.ok ? statusOf(end.value) : tellProblem(end.error)
    } finally {
      stdin.setRawMode(false)
      stdin.destroy()
      stdout.off('resize', onSize)
    }
  })
}
