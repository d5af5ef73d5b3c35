import { Argument, type Command } from 'commander'
import { SHELLS, type Shell } from '../completion/scripts.ts'
import { examples } from '../help.ts'

export function defineCompletion(program: Command): void {
  program
    .command('completion')
    .summary('completion of commands, labs and faults in a shell')
    .description(
      'Prints a script that teaches a shell to complete commands, options, and the names of labs, faults, nodes and runs.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples([
        ['source <(lvslab completion bash)', 'in ~/.bashrc'],
        ['lvslab completion fish | source', 'in ~/.config/fish/config.fish'],
      ]),
    )
    .action(async (shell: Shell) => {
      const { completionCommand } = await import('../actions/completion.ts')
      process.exitCode = await completionCommand(shell)
    })
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const { completeCommand } = await import('../actions/completion.ts')
      process.exitCode = await completeCommand(program, words)
    })
}
