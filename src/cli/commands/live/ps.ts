import type { Command } from 'commander'
import { examples } from '../../help.ts'
import { jsonOption } from '../../options.ts'

export function definePs(program: Command): void {
  program
    .command('ps')
    .summary('labs that live now')
    .description('Lists the live labs of this user, with what is broken in them.')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab ps', 'to read'],
        ['lvslab ps --json', 'for a program'],
      ]),
    )
    .action(async (flags: { json?: true }) => {
      const { psCommand } = await import('../../actions/live/ps.ts')
      process.exitCode = await psCommand(flags)
    })
}
