import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineSolve(program: Command): void {
  program
    .command('solve')
    .summary('give up an exercise, and see what was wrong')
    .description(
      'Tells which fault an exercise hides. From then on the lab is a live lab like any other: lvslab fix repairs it.',
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .addHelpText('after', examples([['lvslab solve dr', 'what was it?']]))
    .action(async (name: string) => {
      const { solveCommand } = await import('../../actions/live/exercise.ts')
      process.exitCode = await solveCommand(name)
    })
}
