import { CommanderError } from 'commander'
import { exitStatus } from './exit.ts'
import { endWhenUnread } from './pipe.ts'
import { buildProgram } from './program.ts'

endWhenUnread(process.stdout, process.stderr)

/** Runs the command that the arguments name. Wrong usage is explained on standard error, with status 2. */
async function main(args: readonly string[]): Promise<void> {
  const program = buildProgram()
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitStatus('pass') : exitStatus('usage')
  }
}

await main(process.argv.slice(2))
