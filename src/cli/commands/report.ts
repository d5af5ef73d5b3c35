import type { Command } from 'commander'
import type { ReportFlags } from '../actions/report.ts'
import { examples } from '../help.ts'

export function defineReport(program: Command): void {
  program
    .command('report')
    .summary('a run as one HTML file, to look at and to pass on')
    .description(
      'Makes a page of what a run has left in its folder: topology, verdicts with their frames, every packet hop by hop with its octets, tables, plan, configuration and logs. The file needs nothing beside it and loads nothing.',
    )
    .argument('[run]', "a run's folder, or its name below the state folder; the newest run without it")
    .option('--out <file>', "write it there; else it is report.html in the run's folder")
    .addHelpText(
      'after',
      examples([
        ['lvslab report', 'of the newest run'],
        ['lvslab report result --out dr.html', 'of the run in the folder result'],
      ]),
    )
    .action(async (run: string | undefined, flags: ReportFlags) => {
      const { reportCommand } = await import('../actions/report.ts')
      process.exitCode = await reportCommand(run, flags)
    })
}
