import type { Command } from 'commander'
import type { KeepalivedFlags } from '../actions/keepalived.ts'
import { examples, rows } from '../help.ts'
import { jsonOption } from '../options.ts'

export function defineKeepalived(program: Command): void {
  program
    .command('keepalived')
    .summary('what a keepalived.conf implies, and what is wrong with it')
    .description(
      'Reads keepalived.conf files with everything that they include, each as one director, and prints the VRRP instances and virtual servers that they make, what keepalived refuses, ignores or changes, what does not go together, and what lvslab does not look at. Starts nothing.',
    )
    .argument('<files...>', 'keepalived.conf of each director')
    .option(
      '--id <name>',
      'read lines behind @NAME, as keepalived -i NAME does; repeat it for several directors of one file',
      collect,
      [],
    )
    .addOption(jsonOption())
    .addHelpText('after', rows('Exit status:', STATUSES))
    .addHelpText(
      'after',
      examples([
        ['lvslab keepalived my.conf', 'one director'],
        ['lvslab keepalived a.conf b.conf', 'a pair: compares them as well'],
        ['lvslab keepalived my.conf --id a --id b', 'a pair from one file with conditions'],
      ]),
    )
    .action(async (files: string[], flags: KeepalivedFlags) => {
      const { keepalivedCommand } = await import('../actions/keepalived.ts')
      process.exitCode = await keepalivedCommand(files, flags)
    })
}

const STATUSES = [
  ['0', 'nothing found'],
  ['1', 'something found: an error or a warning'],
  ['2', 'wrong usage, or a file that cannot be read'],
] as const

const collect = (name: string, names: readonly string[]): string[] => [...names, name]
