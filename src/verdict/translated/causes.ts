import type { Cause } from '../../lab/causes.ts'
import type { TranslatedExpectation } from '../../lab/expectations/types.ts'
import { onNodes } from '../diagnosis/phrases.ts'
import { asks, claims } from '../neighbour.ts'
import { attemptsOf } from '../traffic.ts'
import type { Diagnosis, FilterRule } from '../types.ts'
import type { View } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { sentOn } from './sent-on.ts'

/** Causes that are told here, and not by a mode's suspects. */
export const TRANSLATION_CAUSES: readonly Cause[] = [
  'nat-rule-missing',
  'nat-rule-order',
  'nat-address-unowned',
]

const CHAINS = { source: 'POSTROUTING', destination: 'PREROUTING' } as const
const TARGETS = { source: 'SNAT --to-source', destination: 'DNAT --to-destination' } as const

/** What netfilter's counters and the packets behind the node prove about a translation that was not done. */
export function whyUntranslated(view: View, spec: TranslatedExpectation): Diagnosis | undefined {
  const { by, end } = spec
  const rules = (view.stateByNode.get(by)?.netfilter ?? []).filter(
    ({ table, chain, rule }) => table === 'nat' && chain === CHAINS[end] && rule.startsWith('-A'),
  )
  const mine = rules.find(({ rule }) => isFor(rule, spec))
  if (mine === undefined) return missing(spec)
  return mine.packets === 0 ? overtaken(spec, rules, mine) : unowned(view, spec)
}

/** Whether a rule puts the promised address, or the first of a promised range. */
function isFor(rule: string, { end, addresses }: TranslatedExpectation): boolean {
  const [, put = ''] = new RegExp(`--to(?:-${end})? ([^\\s/:-]+)`).exec(rule) ?? []
  return addresses.includes(put)
}

function missing({ by, end, addresses }: TranslatedExpectation): Diagnosis {
  return {
    cause: 'nat-rule-missing',
    nodes: [by],
    text: `${by} has no rule in ${CHAINS[end]} that puts ${listed(addresses, 'or')} for the ${end}.`,
    remedy: onNodes([by], `iptables -t nat -I ${CHAINS[end]} … -j ${TARGETS[end]} ${addresses.join('-')}`),
  }
}

/** The first rule that matches a connection decides, and the others are not asked. */
function overtaken(
  { by, end }: TranslatedExpectation,
  rules: readonly FilterRule[],
  mine: FilterRule,
): Diagnosis | undefined {
  const earlier = rules.slice(0, rules.indexOf(mine)).find(({ packets }) => packets > 0)
  if (earlier === undefined) return undefined
  return {
    cause: 'nat-rule-order',
    nodes: [by],
    text: `On ${by}, ${mine.rule} matched no packet: ${earlier.rule} stands before it, and the first rule that matches decides.`,
    remedy: onNodes(
      [by],
      `iptables -t nat ${mine.rule.replace('-A', '-D')}`,
      `iptables -t nat ${mine.rule.replace(`-A ${CHAINS[end]}`, `-I ${CHAINS[end]} 1`)}`,
    ),
  }
}

/** Replies go to the address that was put: whoever is asked for it has to answer. */
function unowned(view: View, { probe, by, end, addresses }: TranslatedExpectation): Diagnosis | undefined {
  if (end !== 'source') return undefined
  const exchanges = attemptsOf(view, probe).flatMap(({ exchange }) => exchange ?? [])
  const put = exchanges.flatMap((exchange) => sentOn(view, by, exchange))
  const dead = put.find(({ source }) => addresses.includes(source) && claims(view, source).length === 0)
  const questions = asks(view).filter(({ target }) => target === dead?.source)
  if (dead === undefined || questions.length === 0) return undefined
  const device = dead.sightings[0]?.point.split(':')[1]
  return {
    cause: 'nat-address-unowned',
    nodes: [by],
    text: `Who-has ${dead.source} was asked and never answered (${frameText(questions.map(({ frame }) => frame))}): ${by} puts it for a source, and does not own it.`,
    remedy: onNodes([by], `ip addr add ${dead.source}/32 dev ${device}`),
  }
}
