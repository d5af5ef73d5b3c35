import { CommanderError } from 'commander'
import { exitStatus } from './exit.ts'
import { orTell } from './failure.ts'
import { endWhenUnread } from './pipe.ts'
import { buildProgram } from './program.ts'

endWhenUnread(process.stdout, process.stderr)
process.exitCode = await orTell(() => main(process.argv.slice(2)))

/** Runs the command that the arguments name, which sets the exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return Number(process.exitCode)
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return exitStatus(error.exitCode === 0 ? 'pass' : 'usage')
  }
}
