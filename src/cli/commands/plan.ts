import type { Command } from 'commander'
import { examples } from '../help.ts'
import type { LabFlags } from '../lab.ts'
import { LAB_ARGUMENT, seedOption, setOption } from '../options.ts'

export function definePlan(program: Command): void {
  program
    .command('plan')
    .summary('the lab as a shell script')
    .description(
      'Prints the script that builds the lab, starts its captures and sends its probes: the same text that a run hands to its kernel. As root, in a world of its own, a person can run it by hand.',
    )
    .argument(...LAB_ARGUMENT)
    .option('--fault <name>', 'with one of the faults or variants that the lab declares')
    .addOption(setOption())
    .addOption(seedOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab plan dr', 'read what will be done, and why'],
        ['lvslab plan dr --fault vip-missing', 'with a fault'],
      ]),
    )
    .action(async (lab: string, flags: LabFlags) => {
      const { planCommand } = await import('../actions/plan.ts')
      process.exitCode = await planCommand(lab, flags)
    })
}
