import { buildPlan } from '../../plan/build.ts'
import { renderRun } from '../../plan/script.ts'
import { type LabFlags, withLab } from '../lab.ts'
import { print } from '../output.ts'

/** Prints the script that a run hands to its kernel, then the probes that it sends once the captures listen. */
export const planCommand = (name: string, flags: LabFlags): Promise<number> =>
  withLab(name, flags, (lab) => print(renderRun(buildPlan(lab), lab).trimEnd()))
