import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { refusedNamespaces } from '../../../kernel/choose.ts'
import { type Containment, contained } from '../../../kernel/contain.ts'
import { packageRoot } from '../../../kernel/paths.ts'
import { kernelsFolder } from '../../../setup/kernels.ts'
import { exitStatus } from '../../exit.ts'
import { interruption } from '../../interrupt.ts'
import { tellProblem } from '../live/problem.ts'

/**
 * One build at a time. The kernel takes the lock off a dead process; whatever a build has started inherits it, so that
 * nothing of an interrupted one is at work when the next one begins.
 */
const LOCKED: Containment = {
  namespaces: [],
  inside: `exec 9>>"$1/.lock" || exit 1
flock --nonblock 9 || { echo 'lvslab: another build is at work; waiting for it' >&2; flock 9; }
shift
"$@"
exit $?`,
}

/** Builds a kernel as a program of its own that dies with this one, with everything that it has started. */
export async function buildCommand(): Promise<number> {
  const refused = refusedNamespaces()
  if (refused !== undefined) return tellProblem(refused, exitStatus('unsupported'))
  const kernels = kernelsFolder()
  mkdirSync(kernels, { recursive: true })
  const program = [process.execPath, join(packageRoot(), 'scripts/setup/kernel/build.ts')]
  const [file = '', ...args] = contained([kernels, ...program], LOCKED, process.pid)
  const cancelSignal = interruption()
  const options = { stdio: 'inherit', reject: false, cleanup: false, forceKillAfterDelay: false } as const
  const result = await execa(file, args, { ...options, cancelSignal, killSignal: 'SIGKILL' })
  return result.isCanceled ? exitStatus('interrupted') : (result.exitCode ?? exitStatus('fail'))
}
