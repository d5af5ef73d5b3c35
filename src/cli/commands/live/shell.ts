import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineShell(program: Command): void {
  program
    .command('shell')
    .summary('a shell on a node of a live lab')
    .description(
      'Opens a shell on a node, with a terminal of its own. It ends as every shell does: exit, or Ctrl-D.',
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('<node>', 'one of its nodes')
    .addHelpText('after', examples([['lvslab shell dr director', 'look around, and change what you like']]))
    .action(async (name: string, node: string) => {
      const { shellCommand } = await import('../../actions/live/shell.ts')
      process.exitCode = await shellCommand(name, node)
    })
}
