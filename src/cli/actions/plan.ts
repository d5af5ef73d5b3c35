import { buildPlan } from '../../plan/build.ts'
import { renderProbes, renderScript } from '../../plan/script.ts'
import { type LabFlags, withLab } from '../lab.ts'
import { print } from '../output.ts'

/** Prints the script that a run hands to its kernel, then the probes that it sends once the captures listen. */
export const planCommand = (name: string, flags: LabFlags): Promise<number> =>
  withLab(name, flags, (lab) => {
    const plan = buildPlan(lab)
    print(`${renderScript(plan, lab)}\n${renderProbes(plan, lab).trimEnd()}`)
  })
