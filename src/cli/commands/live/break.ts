import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineBreak(program: Command): void {
  program
    .command('break')
    .summary('bring a fault into a live lab')
    .description(
      'Changes a live lab as one of its faults or variants says. Only what is different is touched, unless nodes or links change: then the lab is built anew.',
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('<fault...>', 'faults or variants of the lab')
    .addHelpText(
      'after',
      examples([
        ['lvslab break dr arp-ignore-off', 'real servers answer ARP for the VIP'],
        ['lvslab check dr', 'and see what that does'],
      ]),
    )
    .action(async (name: string, faults: string[]) => {
      const { breakCommand } = await import('../../actions/live/change.ts')
      process.exitCode = await breakCommand(name, faults)
    })
}
