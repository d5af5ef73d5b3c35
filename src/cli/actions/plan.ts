import { buildPlan } from '../../plan/build.ts'
import { withDelays } from '../../plan/delay.ts'
import { renderRun } from '../../plan/script.ts'
import { type LabFlags, withLab } from '../lab.ts'
import { print } from '../output.ts'

export interface PlanFlags extends LabFlags {
  readonly clock: 'real' | 'virtual'
}

/** Prints the script that a run hands to its kernel, then the probes that it sends once the captures listen. */
export const planCommand = (name: string, flags: PlanFlags): Promise<number> =>
  withLab(name, flags, (given) => {
    const lab = withDelays(given, flags.clock)
    print(renderRun(buildPlan(lab), lab).trimEnd())
  })
