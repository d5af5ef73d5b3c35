import { chosenName, removeKernel } from '../../../setup/kernels.ts'
import { exitStatus } from '../../exit.ts'
import { print } from '../../output.ts'
import { unknownKernel } from './unknown.ts'

/** Deletes a built kernel, broken or not. */
export function removeCommand(name: string): number {
  const unknown = unknownKernel(name)
  if (unknown !== undefined) return unknown
  const wasUsed = chosenName() === name
  removeKernel(name)
  print(`${name} is gone.${wasUsed ? ' Labs run on the packaged kernel from now on.' : ''}`)
  return exitStatus('pass')
}
