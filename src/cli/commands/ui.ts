import type { Command } from 'commander'
import type { UiFlags } from '../actions/ui.ts'
import { examples } from '../help.ts'
import { kernelOption, timeoutOption } from '../options.ts'

export function defineUi(program: Command): void {
  program
    .command('ui')
    .argument('[run]', 'folder of a saved run, to be opened at once')
    .summary('labs, runs and packets on one screen')
    .description(
      'Shows labs with their lessons, runs them, plays their packets hop by hop, and explains every verdict. It is used with the keyboard alone: ? tells the keys.',
    )
    .addOption(kernelOption())
    .addOption(timeoutOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab ui', 'the list of labs'],
        ['lvslab ui ~/.local/state/lvslab/runs/…', 'a run that was saved'],
      ]),
    )
    .action(async (run: string | undefined, flags: UiFlags) => {
      const { uiCommand } = await import('../actions/ui.ts')
      process.exitCode = await uiCommand(run, flags)
    })
}
