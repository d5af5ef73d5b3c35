import { exitStatus } from '../exit.ts'
import { print, refuse } from '../output.ts'
import { makeReport } from '../reporting.ts'
import { findRun } from '../runs.ts'

export interface ReportFlags {
  readonly out?: string
}

/** Makes the report of a run that is over; gives the exit status. */
export async function reportCommand(name: string | undefined, { out }: ReportFlags): Promise<number> {
  const found = findRun(name)
  if (!found.ok) return refuse(found.error)
  const made = makeReport(found.path, out)
  if (!made.ok) return refuse(made.error)
  print(made.path)
  return exitStatus('pass')
}
