import { type Command, InvalidArgumentError, Option } from 'commander'
import type { KeepalivedFlags } from '../actions/keepalived.ts'
import { examples, rows } from '../help.ts'
import { jsonOption, kernelOption, reporterOption, timeoutOption } from '../options.ts'

export function defineKeepalived(program: Command): void {
  program
    .command('keepalived')
    .summary('what a keepalived.conf implies, what is wrong with it, and a lab of it')
    .description(
      'Reads keepalived.conf files with everything that they include, each as one director, and prints the VRRP instances and virtual servers that they make, what keepalived refuses, ignores or changes, what does not go together, and what lvslab does not look at. With --write or --run it builds the lab that they imply around them: networks that fit the addresses, real servers with all that they need, a client behind a router. keepalived itself is started with that very file, and every virtual server is proven from packets.',
    )
    .argument('<files...>', 'keepalived.conf of each director')
    .option(
      '--id <name>',
      'read lines behind @NAME, as keepalived -i NAME does; repeat it for several directors of one file',
      collect,
      [],
    )
    .addOption(jsonOption())
    .option(
      '--write <folder>',
      'write the lab to this new or empty folder: lab.yaml, and the files unchanged',
    )
    .option('--run', 'run the lab')
    .addOption(
      new Option('--accept <finding>', 'make the lab all the same, as keepalived would go on (repeatable)')
        .argParser(collectFinding)
        .default([], 'none'),
    )
    .addOption(kernelOption())
    .addOption(timeoutOption())
    .addOption(reporterOption())
    .option('--all', 'with --run: show every exchange and every observation, folding nothing')
    .option('--out <folder>', 'with --run: put the artifacts into this new or empty folder')
    .addHelpText('after', rows('Exit status:', STATUSES))
    .addHelpText(
      'after',
      examples([
        ['lvslab keepalived my.conf', 'one director'],
        ['lvslab keepalived a.conf b.conf', 'a pair: compares them as well'],
        ['lvslab keepalived my.conf --id a --id b', 'a pair from one file with conditions'],
        ['lvslab keepalived my.conf --run', 'prove what it implies'],
        ['lvslab keepalived my.conf --write mylab', 'a lab to edit: lvslab run ./mylab'],
      ]),
    )
    .action(async (files: string[], flags: KeepalivedFlags) => {
      const { keepalivedCommand } = await import('../actions/keepalived.ts')
      process.exitCode = await keepalivedCommand(files, flags)
    })
}

const STATUSES = [
  ['0', 'nothing found; with --write or --run: written, every promise kept'],
  ['1', 'something found: an error or a warning; with --run: a promise broken'],
  ['2', 'wrong usage, a file that cannot be read, or one that no lab can be made of'],
] as const

const collect = (name: string, names: readonly string[]): string[] => [...names, name]

/** Ids are words with dashes; which there are is known where they are read. */
function collectFinding(id: string, ids: readonly string[]): string[] {
  if (/^[a-z]+(-[a-z]+)*$/.test(id)) return [...ids, id]
  throw new InvalidArgumentError('It has to be the id of a finding, for example state-ah.')
}
