import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineLogs(program: Command): void {
  program
    .command('logs')
    .summary('what the daemons of a live lab say')
    .description('Prints the logs of daemons, all if none is named.')
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('[daemon]', 'name of a daemon, or of a node')
    .option('-f, --follow', 'go on until Ctrl-C')
    .addHelpText(
      'after',
      examples([
        ['lvslab logs failover', 'all of them'],
        ['lvslab logs failover lb1 --follow', 'those of lb1, as they are written'],
      ]),
    )
    .action(async (name: string, daemon: string | undefined, flags: { follow?: true }) => {
      const { logsCommand } = await import('../../actions/live/logs.ts')
      process.exitCode = await logsCommand(name, daemon, flags)
    })
}
