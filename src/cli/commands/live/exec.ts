import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineExec(program: Command): void {
  program
    .command('exec')
    .summary('run a command on a node of a live lab')
    .description(
      "Runs a command on a node, with this command's own standard input, output and error, and ends with its exit status: 128 more than the number where a signal ended it, 127 where there is no such command.",
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('<node>', 'one of its nodes')
    .argument('<command...>', 'the command with its arguments, after --')
    .passThroughOptions()
    .addHelpText(
      'after',
      examples([
        ['lvslab exec dr rs1 -- ip -br address', 'what addresses rs1 has'],
        ['lvslab exec dr director -- ipvsadm -Ln', 'its virtual services'],
        ['echo hello | lvslab exec dr client -- cat', 'standard input is passed on'],
      ]),
    )
    .action(async (name: string, node: string, argv: string[]) => {
      const { execCommand } = await import('../../actions/live/exec.ts')
      process.exitCode = await execCommand(name, node, argv)
    })
}
