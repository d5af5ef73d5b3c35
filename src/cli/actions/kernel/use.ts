import { kernelInUse, PACKAGED, useKernel } from '../../../setup/kernels.ts'
import { exitStatus } from '../../exit.ts'
import { print } from '../../output.ts'
import { tellProblem } from '../live/problem.ts'
import { unknownKernel } from './unknown.ts'

/** Has labs run on a kernel from now on; one that is broken is refused. */
export function useCommand(name: string): number {
  const unknown = name === PACKAGED ? undefined : unknownKernel(name)
  if (unknown !== undefined) return unknown
  const found = kernelInUse({ ...process.env, LVSLAB_KERNEL: name })
  if (found?.ok === false) return tellProblem(found.error, exitStatus('unsupported'))
  useKernel(name)
  print(`Labs run on ${name === PACKAGED ? 'the packaged kernel' : name} from now on.`)
  return exitStatus('pass')
}
