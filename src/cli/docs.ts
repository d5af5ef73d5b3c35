import type { Command } from 'commander'
import { buildProgram } from './program.ts'

const INTRODUCTION = `# Command line

Each section is what \`lvslab COMMAND --help\` prints. From a checkout, \`npm start -- run dr\` is \`lvslab run dr\`.

Results go to a new folder for every run, below \`$XDG_STATE_HOME/lvslab/runs\` (\`~/.local/state/lvslab/runs\`)
unless \`--out\` names another: \`events.jsonl\`, \`result.json\` (see [its schema](result.schema.json)),
\`capture.pcapng\` with every capture point named node:interface, and the logs of the daemons. Nothing is ever
overwritten or deleted there.

Colour is used on a terminal only. \`NO_COLOR=1\` turns it off, \`FORCE_COLOR=1\` turns it on.

Ctrl-C ends a run in good order, with status 130 and what is known so far; a second Ctrl-C ends it at once. Either
way nothing of the lab is left behind.
`

/** Text of docs/cli.md, made from the definitions of the commands. */
export function commandReference(): string {
  const program = buildProgram()
  const visible = program.createHelp().visibleCommands(program)
  const own = visible.filter((command) => program.commands.includes(command))
  const sections = own.map((command) => `## ${command.name()}\n\n${helpBlock(command)}`)
  return [INTRODUCTION, `## lvslab\n\n${helpBlock(program)}`, ...sections].join('\n')
}

function helpBlock(command: Command): string {
  let text = ''
  const writeOut = (more: string) => {
    text += more
  }
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80, getOutHasColors: () => false }).outputHelp()
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`
}
