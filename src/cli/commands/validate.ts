import type { Command } from 'commander'
import { examples } from '../help.ts'

export function defineValidate(program: Command): void {
  program
    .command('validate')
    .summary('check a lab file, with all its faults and variants')
    .description(
      'Reads a lab file, applies each of its faults and variants in turn, and reports every mistake with its place. Starts nothing.',
    )
    .argument('<file>', 'path of a lab file, or name of a lab')
    .addHelpText('after', examples([['lvslab validate my/lab.yaml', 'mistakes with line and column']]))
    .action(async (file: string) => {
      const { validateCommand } = await import('../actions/validate.ts')
      process.exitCode = await validateCommand(file)
    })
}
