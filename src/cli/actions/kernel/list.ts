import { kernelLines } from '../../../report/kernels.ts'
import { pageFor } from '../../../report/page.ts'
import { exitStatus } from '../../exit.ts'
import { surveyKernels } from '../../kernels.ts'
import { print } from '../../output.ts'

/** Lists the kernels that labs can run on without root. */
export function listKernelsCommand({ json }: { readonly json?: true }): number {
  const kernels = surveyKernels()
  print(
    json ? JSON.stringify(kernels, undefined, 2) : kernelLines(kernels, pageFor(process.stdout)).join('\n'),
  )
  return exitStatus('pass')
}
