import { type Command, Option } from 'commander'
import type { CompareFlags } from '../actions/compare.ts'
import { examples } from '../help.ts'
import { jobsOption, jsonOption, kernelOption, timeoutOption } from '../options.ts'
import { rangeOption, serverRange, size, sizeRange } from '../range.ts'

export function defineCompare(program: Command): void {
  program
    .command('compare')
    .summary('measure all forwarding modes side by side')
    .description(
      'Runs the same requests through every forwarding mode, and tells what crosses the director, what happens to a packet on its way, where real servers can be, and what they need. Everything is measured or tried there and then. With a range of servers or sizes it tells how the load of the director grows.',
    )
    .addOption(rangeOption('--servers <number>', 'real servers, or a range: 2..128', serverRange, '1'))
    .addOption(
      rangeOption('--response <size>', 'size of each response, or a range: 1k..10M', sizeRange, '1M'),
    )
    .addOption(
      new Option('--request <size>', 'size of a body that each request brings before')
        .argParser(size)
        .default(0, 'none'),
    )
    .option('--with-proxies', 'haproxy, nginx, httpd, Traffic Server and Perlbal as well')
    .addOption(jsonOption().conflicts('markdown'))
    .option('--markdown', 'as Markdown')
    .addOption(kernelOption())
    .addOption(timeoutOption(600))
    .addOption(jobsOption())
    .option('--out <folder>', 'put the artifacts into this new or empty folder')
    .addHelpText(
      'after',
      examples([
        ['lvslab compare', 'all modes, one response of 1 MB'],
        ['lvslab compare --response 100k --request 10k', 'other sizes'],
        ['lvslab compare --with-proxies', 'all modes, and seven proxies'],
        ['lvslab compare --servers 2..128', 'how the load grows with servers'],
        ['lvslab compare --response 1k..10M', 'how it grows with responses'],
      ]),
    )
    .action(async (flags: CompareFlags) => {
      const { compareCommand } = await import('../actions/compare.ts')
      process.exitCode = await compareCommand(flags)
    })
}
