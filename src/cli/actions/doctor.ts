import { doctorLines } from '../../report/doctor.ts'
import { pageFor } from '../../report/page.ts'
import { diagnoseMachine } from '../doctor/checks.ts'
import { exitStatus } from '../exit.ts'
import { print } from '../output.ts'

/** Tells what this machine can run; unsupported when that is nothing. */
export async function doctorCommand({ json }: { readonly json?: true }): Promise<number> {
  const machine = await diagnoseMachine()
  print(
    json ? JSON.stringify(machine, undefined, 2) : doctorLines(machine, pageFor(process.stdout)).join('\n'),
  )
  return exitStatus(machine.kernels.length > 0 ? 'pass' : 'unsupported')
}
