import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { FilterTable } from '../types.ts'

const TABLES = ['raw', 'mangle', 'nat', 'filter'] as const

const rules = z.array(z.string()).min(1).optional()

export const netfilterSchema = z
  .strictObject({
    raw: rules.describe('Rules that packets meet before connection tracking'),
    mangle: rules.describe('Rules that change packets, and mark them for fwmark services'),
    nat: rules.describe('Rules that translate the addresses of connections'),
    filter: rules.describe('Rules that let packets pass or drop them'),
  })
  .describe(
    'Rules by table, as iptables-restore(8) reads them: { nat: ["-A POSTROUTING -j MASQUERADE"] }; ' +
      '"-P FORWARD DROP" sets a policy',
  )

type NetfilterSpec = z.output<typeof netfilterSchema>

/** Tables of one family in the order in which packets meet them. */
export function resolveNetfilter(
  family: FilterTable['family'],
  spec: NetfilterSpec | undefined,
  path: Path,
  findings: Findings,
): FilterTable[] {
  return TABLES.flatMap((table) => {
    const lines = spec?.[table]
    if (lines === undefined) return []
    for (const [index, line] of lines.entries()) checkRule(line, [...path, table, index], findings)
    return [{ family, table, rules: lines }]
  })
}

/** What a line may begin with; iptables-restore itself says what else is wrong, when the lab is built. */
const COMMANDS = ['-A', '-I', '-N', '-P']

function checkRule(line: string, path: Path, findings: Findings): void {
  const [command = '', chain] = line.split(' ')
  if (/[\n\0]/.test(line)) findings.error(path, 'a rule is one line')
  else if (!COMMANDS.includes(command) || !chain)
    findings.error(path, `"${line}" is not a rule such as "-A FORWARD -j DROP"`, {
      remedy: `A line begins with ${COMMANDS.join(', ')} and a chain.`,
    })
}
