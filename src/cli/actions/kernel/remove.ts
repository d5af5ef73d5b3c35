import { chosenName, kernelInUse, NPM, nameOf, removeKernel } from '../../../setup/kernels.ts'
import { exitStatus } from '../../exit.ts'
import { print, refuse } from '../../output.ts'
import { unknownKernel } from './unknown.ts'

/** Deletes a built kernel, broken or not. */
export function removeCommand(name: string): number {
  const unknown = unknownKernel(name)
  if (unknown !== undefined) return unknown
  if (name === NPM) return refuse('the kernel of an npm package goes with it: npm uninstall')
  const wasUsed = chosenName() === name
  removeKernel(name)
  const used = kernelInUse()
  const next = used === undefined ? 'the packaged kernel' : nameOf(used)
  print(`${name} is gone.${wasUsed ? ` Labs run on ${next} from now on.` : ''}`)
  return exitStatus('pass')
}
