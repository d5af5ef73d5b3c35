import type { Command } from 'commander'
import type { CheckFlags } from '../../actions/live/check.ts'
import { examples } from '../../help.ts'
import { reporterOption } from '../../options.ts'

export function defineProbe(program: Command): void {
  program
    .command('probe')
    .summary('send probes of a live lab and follow their packets')
    .description(
      'Sends some of the probes that the lab defines, all if none is named, and shows every packet. It judges nothing.',
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('[probe...]', 'names of probes')
    .addOption(reporterOption())
    .option('--all', 'show every exchange, folding nothing')
    .addHelpText('after', examples([['lvslab probe dr web', 'one of them']]))
    .action(async (name: string, probes: string[], flags: CheckFlags) => {
      const { probeCommand } = await import('../../actions/live/check.ts')
      process.exitCode = await probeCommand(name, probes, flags)
    })
}
