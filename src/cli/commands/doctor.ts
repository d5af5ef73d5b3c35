import type { Command } from 'commander'
import { examples } from '../help.ts'
import { jsonOption } from '../options.ts'

export function defineDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('what this machine can run, and what it lacks')
    .description(
      'Checks what lvslab needs on this machine. For what is missing it says what that costs, and the one command that helps.',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab doctor', 'to read'],
        ['lvslab doctor --json', 'for a program'],
      ]),
    )
    .action(async (flags: { json?: true }) => {
      const { doctorCommand } = await import('../actions/doctor.ts')
      process.exitCode = await doctorCommand(flags)
    })
}
