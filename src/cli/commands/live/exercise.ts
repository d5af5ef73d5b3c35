import type { Command } from 'commander'
import type { ExerciseFlags } from '../../actions/live/exercise.ts'
import { examples } from '../../help.ts'
import { kernelOption, nameOption } from '../../options.ts'

export function defineExercise(program: Command): void {
  program
    .command('exercise')
    .argument('<lab>', 'name of a lab (see lvslab list), or path of a lab file')
    .summary('start a lab with a hidden fault, to be found and repaired')
    .description(
      'Starts a live lab with one of its faults, which it keeps to itself. Look around and repair it by hand in shells; lvslab check says whether the flows are right, and then what was wrong; lvslab solve tells it to who gives up.',
    )
    .addOption(kernelOption())
    .addOption(nameOption())
    .option('--draw <text>', 'whatever the fault is to be drawn by')
    .addHelpText(
      'after',
      examples([
        ['lvslab exercise dr', 'a fault by lot'],
        ['lvslab exercise dr --draw 7', 'the same one each time'],
        ['lvslab shell dr rs1', 'look around'],
        ['lvslab check dr', 'is it right now?'],
      ]),
    )
    .action(async (lab: string, flags: ExerciseFlags) => {
      const { exerciseCommand } = await import('../../actions/live/exercise.ts')
      process.exitCode = await exerciseCommand(lab, flags)
    })
}
