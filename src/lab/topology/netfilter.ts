import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { FilterTable } from './types.ts'

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
    const rules = spec?.[table]
    if (rules === undefined) return []
    const own = rules.flatMap((line) => /^-N (\S+)/.exec(line)?.[1] ?? [])
    for (const [index, line] of rules.entries())
      checkRule(line, [...CHAINS[table], ...own], own, [...path, table, index], findings)
    return [{ family, table, rules }]
  })
}

/** What a line may begin with; iptables-restore itself says what else is wrong, when the lab is built. */
const COMMANDS = ['-A', '-I', '-N', '-P']

function checkRule(
  line: string,
  chains: readonly string[],
  own: readonly string[],
  path: Path,
  findings: Findings,
): void {
  const words = line.split(/ +/)
  const [command = '', chain] = words
  const target = words[words.findIndex((word) => JUMPS.includes(word)) + 1]
  const isJump = words.some((word) => JUMPS.includes(word))
  if (/[\n\0]/.test(line)) findings.error(path, 'a rule is one line')
  else if (!COMMANDS.includes(command) || !chain)
    findings.error(path, `"${line}" is not a rule such as "-A FORWARD -j DROP"`, {
      remedy: `A line begins with ${COMMANDS.join(', ')} and a chain.`,
    })
  else if (!chains.includes(chain))
    unknown(`the table has no chain "${chain}"`, chain, chains, path, findings)
  else if (isJump && target !== undefined && ![...TARGETS, ...own].includes(target))
    unknown(`there is no target "${target}"`, target, [...TARGETS, ...own], path, findings)
}

function unknown(
  message: string,
  word: string,
  known: readonly string[],
  path: Path,
  findings: Findings,
): void {
  findings.error(path, message, { known, word, remedy: 'A chain of your own begins with "-N NAME".' })
}

/** Chains that a table has by itself (iptables(8)). */
export const CHAINS = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
} as const

const JUMPS = ['-j', '--jump', '-g', '--goto']

/** Targets of iptables 1.8 (iptables-extensions(8)). */
const TARGETS = [
  'ACCEPT DROP RETURN AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT DNPT DSCP ECN HL HMARK',
  'IDLETIMER LED LOG MARK MASQUERADE NETMAP NFLOG NFQUEUE NOTRACK RATEEST REDIRECT REJECT SECMARK SET SNAT SNPT',
  'SYNPROXY TCPMSS TCPOPTSTRIP TEE TOS TPROXY TRACE TTL',
].flatMap((line) => line.split(' '))
