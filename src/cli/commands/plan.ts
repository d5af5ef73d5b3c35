import type { Command } from 'commander'
import type { PlanFlags } from '../actions/plan.ts'
import { examples } from '../help.ts'
import { clockOption, withLab } from '../options.ts'

export function definePlan(program: Command): void {
  withLab(program.command('plan'))
    .summary('the lab as a shell script')
    .description(
      'Prints the script that builds the lab, starts its captures and sends its probes: the same text that a run hands to its kernel. As root, in a world of its own, a person can run it by hand.',
    )
    .addHelpText(
      'after',
      examples([
        ['lvslab plan dr', 'read what will be done, and why'],
        ['lvslab plan dr --fault vip-missing', 'with a fault'],
      ]),
    )
    .addOption(clockOption('virtual: with the delays that links have in virtual time'))
    .action(async (lab: string, flags: PlanFlags) => {
      const { planCommand } = await import('../actions/plan.ts')
      process.exitCode = await planCommand(lab, flags)
    })
}
