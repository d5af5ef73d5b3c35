import { type Command, Option } from 'commander'
import type { GraphFlags } from '../actions/graph.ts'
import { examples } from '../help.ts'
import { withLab } from '../options.ts'

export function defineGraph(program: Command): void {
  withLab(program.command('graph'))
    .summary('the topology as a drawing or as Mermaid')
    .description(
      'Draws the lab: networks as vertical lines with the nodes hanging on them, or as a Mermaid flowchart.',
    )
    .addOption(new Option('--format <name>', 'text, or mermaid').choices(['text', 'mermaid']).default('text'))
    .addHelpText(
      'after',
      examples([
        ['lvslab graph dr', 'to look at'],
        ['lvslab graph dr-router --format mermaid', 'for a Markdown page'],
      ]),
    )
    .action(async (lab: string, flags: GraphFlags) => {
      const { graphCommand } = await import('../actions/graph.ts')
      process.exitCode = await graphCommand(lab, flags)
    })
}
