import type { Command } from 'commander'
import type { TestFlags } from '../actions/test.ts'
import { examples } from '../help.ts'
import { clockOption, jobsOption, kernelOption, testReporterOption, timeoutOption } from '../options.ts'

export function defineTest(program: Command): void {
  program
    .command('test')
    .summary('check that a lab, its faults and its variants do what they declare')
    .description(
      'Runs each lab healthy, with every fault and with every variant. Healthy labs and variants have to pass; a fault has to fail for the reason, and at the nodes, that it declares.',
    )
    .argument('[labs...]', 'names of labs, or paths of lab files')
    .option('--all', 'every lab that lvslab list shows')
    .addOption(kernelOption())
    .addOption(clockOption())
    .addOption(timeoutOption())
    .addOption(jobsOption())
    .addOption(testReporterOption('what came of each run'))
    .option('--out <folder>', 'put the artifacts of all runs into this new or empty folder')
    .addHelpText(
      'after',
      examples([
        ['lvslab test dr', 'one lab with all its faults'],
        ['lvslab test dr --reporter junit > dr.xml', 'for a CI system'],
        ['lvslab test --all --jobs 1', 'everything, one run after the other'],
      ]),
    )
    .action(async (labs: string[], flags: TestFlags) => {
      const { testCommand } = await import('../actions/test.ts')
      process.exitCode = await testCommand(labs, flags)
    })
}
