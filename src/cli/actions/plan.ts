import { buildPlan } from '../../plan/build.ts'
import { renderScript } from '../../plan/script.ts'
import { type LabFlags, withLab } from '../lab.ts'
import { print } from '../output.ts'

/** Prints the script that a run would hand to its kernel. */
export const planCommand = (name: string, flags: LabFlags): Promise<number> =>
  withLab(name, flags, (lab) => print(renderScript(buildPlan(lab), lab).trimEnd()))
