import { builtKernels, nameOf } from '../../../setup/kernels.ts'
import { nearest } from '../../../text/suggest.ts'
import { refuse } from '../../output.ts'

/** Tells of a name that no built kernel has, and gives the exit status for it; undefined where one has it. */
export function unknownKernel(name: string): number | undefined {
  const names = builtKernels().map(nameOf)
  if (names.includes(name)) return undefined
  const meant = nearest(name, names)
  const help = meant === undefined ? 'lvslab kernel list shows which there are.' : `Did you mean ${meant}?`
  return refuse(`no built kernel is called "${name}". ${help}`)
}
