import type { Command } from 'commander'
import type { RunFlags } from '../actions/run.ts'
import { examples } from '../help.ts'
import {
  clockOption,
  jobsOption,
  kernelOption,
  repeatOption,
  testReporterOption,
  timeoutOption,
  withLab,
} from '../options.ts'

export function defineRun(program: Command): void {
  withLab(program.command('run'))
    .summary('run a lab and prove what its packets do')
    .description(
      'Builds a lab in a kernel of its own, sends its traffic, captures every interface, follows each packet from hop to hop, and judges what it saw. With --repeat it says whether all runs are the same: exit status 0 if they are, 1 if not, whatever their verdicts.',
    )
    .addOption(kernelOption())
    .addOption(clockOption())
    .addOption(timeoutOption())
    .addOption(testReporterOption('the event stream'))
    .option('--all', 'show every exchange and every observation, folding nothing')
    .option('--report', 'make a page of the run, report.html in its folder, with tables before and after')
    .addOption(repeatOption())
    .addOption(jobsOption('with --repeat: how many runs at once'))
    .option('--out <folder>', 'put the artifacts into this new or empty folder')
    .addHelpText(
      'after',
      examples([
        ['lvslab run dr', 'the healthy lab'],
        ['lvslab run dr --fault arp-ignore-off', 'a fault: fails, and says why'],
        ['lvslab run dr --set rs.replicas=7', 'seven real servers instead of two'],
        ['lvslab run dr --reporter json | jq .type', 'events for a program'],
        ['lvslab run dr --repeat 20', '20 times: are all runs the same?'],
        ['lvslab run ./my/lab.yaml --out result', 'a lab of your own'],
      ]),
    )
    .action(async (lab: string, flags: RunFlags) => {
      const { runCommand } = await import('../actions/run.ts')
      process.exitCode = await runCommand(lab, flags)
    })
}
