import type { Command } from 'commander'
import type { UpFlags } from '../../actions/live/up.ts'
import { examples } from '../../help.ts'
import { kernelOption, liveClockOption, nameOption, withLab } from '../../options.ts'

export function defineUp(program: Command): void {
  withLab(program.command('up'))
    .summary('start a lab, and leave it running')
    .description(
      'Builds a lab in the background and returns when it is ready. It lives until lvslab down, or until its keeper process ends; nothing is left then.',
    )
    .addOption(kernelOption())
    .addOption(liveClockOption())
    .addOption(nameOption())
    .addHelpText(
      'after',
      examples([
        ['lvslab up dr', 'start it'],
        ['lvslab check dr', 'are the flows right?'],
        ['lvslab break dr arp-ignore-off', 'break it'],
        ['lvslab shell dr director', 'look around in it'],
        ['lvslab down dr', 'end it'],
      ]),
    )
    .action(async (lab: string, flags: UpFlags) => {
      const { upCommand } = await import('../../actions/live/up.ts')
      process.exitCode = await upCommand(lab, flags)
    })
}
