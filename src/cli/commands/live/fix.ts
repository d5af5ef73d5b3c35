import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineFix(program: Command): void {
  program
    .command('fix')
    .summary('take a fault out of a live lab')
    .description('Takes faults and variants back, all if none is named.')
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('[fault...]', 'faults or variants that are in force')
    .addHelpText(
      'after',
      examples([
        ['lvslab fix dr', 'healthy again'],
        ['lvslab fix dr arp-ignore-off', 'one of several'],
      ]),
    )
    .action(async (name: string, faults: string[]) => {
      const { fixCommand } = await import('../../actions/live/change.ts')
      process.exitCode = await fixCommand(name, faults)
    })
}
