import { count, seconds } from '../text.ts'
import type { Account, Tested } from './tested.ts'

/** A page in GitHub's Markdown: what did not pass with its reasons, and a table of everything. */
export function markdown({ title, outcome, milliseconds, tested }: Account): string {
  const open = tested.filter((one) => one.outcome !== 'pass')
  return [
    `## ${outcome.toUpperCase()} ${text(title)}`,
    `${count(tested.length, 'test')}, ${tested.length - open.length} passed, in ${seconds(milliseconds)}.`,
    ...open.map(reasons),
    table(tested),
  ].join('\n\n')
}

const reasons = ({ group, name, title, outcome, reasons }: Tested): string =>
  [`### ${outcome} ${text(`${group}: ${name}`)}`, '', text(title), '', ...fenced(reasons)].join('\n')

/** A block that no line of its own can end. */
function fenced(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  )
  const fence = '`'.repeat(longest + 1)
  return [`${fence}text`, ...lines.map((line) => line.replace(/\p{Cc}/gu, '·')), fence]
}

const table = (tested: readonly Tested[]): string =>
  [
    '| | lab | test | |',
    '|---|---|---|---|',
    ...tested.map(
      ({ outcome, group, name, title }) => `| ${outcome} | ${text(group)} | ${text(name)} | ${text(title)} |`,
    ),
  ].join('\n')

/** One line in which nothing is markup. */
const text = (words: string): string =>
  words.replace(/\p{Cc}+/gu, ' ').replace(/[\\`*_{}[\]<>()#+!|~&@]/g, (sign) => `\\${sign}`)
