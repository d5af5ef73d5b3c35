import type { Command } from 'commander'
import type { CheckFlags } from '../../actions/live/check.ts'
import { examples } from '../../help.ts'
import { reporterOption } from '../../options.ts'

export function defineCheck(program: Command): void {
  program
    .command('check')
    .summary('send the probes of a live lab and judge it now')
    .description(
      "Starts fresh captures, empties the nodes' caches, sends all probes and judges what it saw, as lvslab run does.",
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .addOption(reporterOption())
    .option('--all', 'show every exchange and every observation, folding nothing')
    .addHelpText(
      'after',
      examples([
        ['lvslab check dr', 'are the flows right?'],
        ['lvslab check dr --reporter json', 'events for a program'],
      ]),
    )
    .action(async (name: string, flags: CheckFlags) => {
      const { checkCommand } = await import('../../actions/live/check.ts')
      process.exitCode = await checkCommand(name, flags)
    })
}
