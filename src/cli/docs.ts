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
  const sections = subcommands(program).map((command) => sectionOf(command, command.name()))
  return [INTRODUCTION, `## lvslab\n\n${helpBlock(program)}`, ...sections].join('\n')
}

/** What is written of a command, and of those that it has below it. */
function sectionOf(command: Command, name: string): string {
  const below = subcommands(command).map((one) => sectionOf(one, `${name} ${one.name()}`))
  return [`## ${name}\n\n${helpBlock(command)}`, ...below].join('\n')
}

/** Without `help`, which commander adds. */
function subcommands(command: Command): Command[] {
  const visible = command.createHelp().visibleCommands(command)
  return visible.filter((one) => command.commands.includes(one))
}

function helpBlock(command: Command): string {
  let text = ''
  const writeOut = (more: string) => {
    text += more
  }
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80, getOutHasColors: () => false }).outputHelp()
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`
}
