import type { Command } from 'commander'
import type { ListFlags } from '../actions/list.ts'
import { examples } from '../help.ts'
import { jsonOption } from '../options.ts'

export function defineList(program: Command): void {
  program
    .command('list')
    .summary('labs, with their faults and variants')
    .description(
      'Lists the labs with their titles, the faults that break them, and the variants that must not.',
    )
    .option('--brief', 'one line a lab')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab list', 'to read'],
        ['lvslab list --brief', 'names and titles'],
        ['lvslab list --json', 'for a program'],
      ]),
    )
    .action(async (flags: ListFlags) => {
      const { listCommand } = await import('../actions/list.ts')
      process.exitCode = await listCommand(flags)
    })
}
