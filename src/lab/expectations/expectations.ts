import type { Path } from '../text/tree.ts'
import { resolveArpAnnounce, resolveArpIgnore } from './arp.ts'
import { resolveClientSeen } from './client-seen.ts'
import { resolveDns } from './dns.ts'
import { resolveAnnounced, resolveHolder } from './holder.ts'
import { resolveHops, resolveNever } from './hops.ts'
import { expectationIds } from './ids.ts'
import { inRows, resolveMode } from './mode.ts'
import { resolveOutage } from './outage.ts'
import { resolveOutcome } from './outcome.ts'
import { resolveRoute, resolveSessions } from './routing.ts'
import { resolveSameBytes } from './same-bytes.ts'
import { EXPECTATION_KINDS, type ExpectationInput } from './schema.ts'
import type { Setting } from './setting.ts'
import { resolveSpread } from './spread.ts'
import { inTurn } from './timed.ts'
import { resolveTranslated } from './translated.ts'
import { resolveTurnover } from './turnover.ts'
import type { ExpectationSpec } from './types.ts'
import { resolveVrrp } from './vrrp.ts'

/** Everything under `expect`, with what follows from the topology filled in. */
export function resolveExpectations(
  inputs: readonly ExpectationInput[],
  setting: Setting,
): ExpectationSpec[] {
  const ids = new Set<string>()
  if (inputs.length === 0 && !setting.findings.lost(['expect']))
    setting.findings.error(['expect'], 'a lab that expects nothing proves nothing')
  const specs = inputs.flatMap((input, index) => {
    const path = ['expect', index]
    const spec = oneKind(path, setting) ? resolveKind(input, path, setting) : undefined
    if (!spec) return []
    checkTwice(spec, ids, path, setting)
    return [spec]
  })
  return [...inTurn(inRows(specs), setting.timeline?.events ?? [])]
}

function resolveKind(input: ExpectationInput, path: Path, setting: Setting): ExpectationSpec | undefined {
  const { mode, spread, outcome, hops, dns, never, translated } = input
  const at = (kind: string) => [...path, kind]
  if (mode) return resolveMode(typeof mode === 'string' ? { name: mode } : mode, at('mode'), setting)
  if (spread) return resolveSpread(spread, at('spread'), setting)
  if (outcome) return resolveOutcome(outcome, at('outcome'), setting)
  if (hops) return resolveHops(hops, at('hops'), setting)
  if (dns) return resolveDns(dns, at('dns'), setting)
  if (never) return resolveNever(never, at('never'), setting)
  if (translated) return resolveTranslated(translated, at('translated'), setting)
  const {
    outage,
    leaves,
    joins,
    holder,
    announced,
    vrrp,
    'client-seen': seen,
    'arp-ignore': ignore,
    'arp-announce': announce,
    'same-bytes': bytes,
    route,
    bgp,
  } = input
  if (bytes) return resolveSameBytes(bytes, at('same-bytes'), setting)
  if (seen) return resolveClientSeen(seen, at('client-seen'), setting)
  if (route) return resolveRoute(route, at('route'), setting)
  if (bgp) return resolveSessions(bgp, at('bgp'), setting)
  if (vrrp) return resolveVrrp(vrrp, at('vrrp'), setting)
  if (outage) return resolveOutage(outage, at('outage'), setting)
  if (leaves) return resolveTurnover('leaves', leaves, at('leaves'), setting)
  if (joins) return resolveTurnover('joins', joins, at('joins'), setting)
  if (holder) return resolveHolder(holder, at('holder'), setting)
  if (announced) return resolveAnnounced(announced, at('announced'), setting)
  if (ignore) return resolveArpIgnore(ignore, at('arp-ignore'), setting)
  return announce && resolveArpAnnounce(announce, at('arp-announce'), setting)
}

function oneKind(path: Path, { findings }: Setting): boolean {
  const given = findings.keys(path)
  if (given.length === 1) return true
  const all = EXPECTATION_KINDS.join(', ')
  const second = given[1]
  if (second)
    findings.error([...path, second], 'a second expectation in one list item: start a new item', {
      part: 'key',
    })
  else if (!findings.lost(path)) findings.error(path, `an expectation is one of ${all}`)
  return false
}

/** Verdicts go by ids, so two expectations must not share one. Each `never` has its own number. */
function checkTwice(spec: ExpectationSpec, ids: Set<string>, path: Path, { findings }: Setting): void {
  if (spec.kind === 'never') return
  const mine = expectationIds([spec])
  const twice = mine.find((id) => ids.has(id))
  if (twice) findings.error(path, `this is expected already: a second "${twice}"`)
  for (const id of mine) ids.add(id)
}
