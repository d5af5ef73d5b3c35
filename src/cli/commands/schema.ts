import { Argument, type Command } from 'commander'
import { examples } from '../help.ts'

export function defineSchema(program: Command): void {
  program
    .command('schema')
    .summary('JSON Schema of lab files or of result.json')
    .description(
      'Prints the JSON Schema of lab files, for editors, or that of the result.json which a run leaves.',
    )
    .addArgument(
      new Argument('[what]', 'lab files, or result.json').choices(['lab', 'result']).default('lab'),
    )
    .addHelpText(
      'after',
      examples([
        ['lvslab schema > lab.schema.json', 'completion and hints in an editor'],
        ['lvslab schema result', 'what result.json holds'],
      ]),
    )
    .action(async (what: 'lab' | 'result') => {
      const { schemaCommand } = await import('../actions/schema.ts')
      process.exitCode = await schemaCommand(what)
    })
}
