import type { Command } from 'commander'
import { examples } from '../help.ts'
import type { LabFlags } from '../lab.ts'
import { LAB_ARGUMENT, seedOption, setOption } from '../options.ts'

export function defineExpect(program: Command): void {
  program
    .command('expect')
    .summary('the promises that a lab is judged by')
    .description(
      'Prints every expectation of the lab with its id: what the author wrote under expect, expanded.',
    )
    .argument(...LAB_ARGUMENT)
    .option('--fault <name>', 'with one of the faults or variants that the lab declares')
    .addOption(setOption())
    .addOption(seedOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab expect dr', 'all promises of direct routing'],
        ['lvslab expect dr --set rs.replicas=7', 'they follow the number of servers'],
      ]),
    )
    .action(async (lab: string, flags: LabFlags) => {
      const { expectCommand } = await import('../actions/expect.ts')
      process.exitCode = await expectCommand(lab, flags)
    })
}
