import type { Argument, Command, Option } from 'commander'

/** A word that would fit, and what it stands for. */
export interface Candidate {
  readonly word: string
  readonly help: string
}

/** Words that a program's definition does not know: those for an argument or option of a name, given the words before. */
export type Lookup = (name: string, before: readonly string[]) => readonly Candidate[]

/**
 * What the last of `words` may become, by the definitions of the commands. Without any candidate it is for the shell to
 * offer names of files.
 */
export function candidatesFor(program: Command, words: readonly string[], lookup: Lookup): Candidate[] {
  const last = words.at(-1) ?? ''
  return fitting(program, words, lookup).filter(({ word }) => word.startsWith(last))
}

function fitting(program: Command, words: readonly string[], lookup: Lookup): Candidate[] {
  const [first = '', ...more] = words
  if (more.length === 0 || first === 'help') return firstWords(program, words.at(-1) ?? '')
  const command = commandNamed(program, first)
  if (!command) return []
  return command.commands.length > 0 ? fitting(command, more, lookup) : inCommand(command, more, lookup)
}

const commandNamed = (program: Command, name: string): Command | undefined =>
  visible(program).find((command) => command.name() === name)

const visible = (program: Command): Command[] => [...program.createHelp().visibleCommands(program)]

function firstWords(program: Command, last: string): Candidate[] {
  if (last.startsWith('-')) return optionWords(program)
  return visible(program).map((command) => ({
    word: command.name(),
    help: command.summary() || command.description(),
  }))
}

function inCommand(command: Command, words: readonly string[], lookup: Lookup): Candidate[] {
  const [before, last] = [words.slice(0, -1), words.at(-1) ?? '']
  const option = optionNamed(command, before.at(-1) ?? '')
  if (option && takesValue(option))
    return valueWords(option.argChoices, option.attributeName(), before, lookup)
  if (last.startsWith('-')) return optionWords(command)
  const argument = argumentAt(command, argumentsIn(command, before).length)
  if (!argument) return []
  return valueWords(argument.argChoices, argument.name(), argumentsIn(command, before), lookup)
}

const takesValue = ({ required, optional }: Option): boolean => required || optional

const optionNamed = (command: Command, word: string): Option | undefined =>
  command.options.find(({ short, long }) => word !== '' && (word === short || word === long))

const optionWords = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({
      word: long ?? short ?? '',
      help: description,
    }))

function valueWords(
  choices: readonly string[] | undefined,
  name: string,
  before: readonly string[],
  lookup: Lookup,
): Candidate[] {
  return choices ? choices.map((word) => ({ word, help: '' })) : [...lookup(name, before)]
}

/** Words that are arguments: neither options nor their values. */
function argumentsIn(command: Command, words: readonly string[]): string[] {
  return words.filter((word, place) => {
    const option = optionNamed(command, words[place - 1] ?? '')
    return !word.startsWith('-') && !(option && takesValue(option))
  })
}

/** A variadic argument takes all that come after it. */
function argumentAt({ registeredArguments }: Command, place: number): Argument | undefined {
  const last = registeredArguments.at(-1)
  return registeredArguments[place] ?? (last?.variadic ? last : undefined)
}
