import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineJourneys(program: Command): void {
  program
    .command('journeys')
    .summary('follow the packets of a live lab as they come')
    .description(
      'Captures everywhere and shows each packet, hop by hop, as soon as traffic pauses, until Ctrl-C; without --follow, until the first pause after traffic.',
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('--all', 'fold nothing')
    .addHelpText(
      'after',
      examples([['lvslab journeys dr --follow', 'beside a shell in which you send something']]),
    )
    .action(async (name: string, flags: { follow?: true; all?: true }) => {
      const { journeysCommand } = await import('../../actions/live/journeys.ts')
      process.exitCode = await journeysCommand(name, flags)
    })
}
