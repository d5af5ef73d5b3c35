import type { Command } from 'commander'
import { examples } from '../help.ts'
import type { LabFlags } from '../lab.ts'
import { withLab } from '../options.ts'

export function defineExpect(program: Command): void {
  withLab(program.command('expect'))
    .summary('the promises that a lab is judged by')
    .description(
      'Prints every expectation of the lab with its id: what the author wrote under expect, expanded.',
    )
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
