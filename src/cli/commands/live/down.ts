import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineDown(program: Command): void {
  program
    .command('down')
    .summary('end a live lab')
    .description('Ends a live lab: its daemons, its network and its kernel. What it has written stays.')
    .argument('[live]', 'name of a live lab; the only one if left out')
    .option('--all', 'every live lab')
    .addHelpText(
      'after',
      examples([
        ['lvslab down dr', 'one'],
        ['lvslab down --all', 'all of them'],
      ]),
    )
    .action(async (name: string | undefined, flags: { all?: true }) => {
      const { downCommand } = await import('../../actions/live/down.ts')
      process.exitCode = await downCommand(name, flags)
    })
}
