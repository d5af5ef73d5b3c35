import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import type { Node } from '../topology/types.ts'
import { readArgv } from './action.ts'
import { readArp } from './arp.ts'
import { readDns } from './dns.ts'
import { parseDuration } from './duration.ts'
import { readPlace } from './place.ts'
import { usualTimes } from './round.ts'
import { PROBE_KINDS, type ProbeKind, type ProbeSpec } from './schema.ts'
import { readSources } from './sources.ts'
import { readSteady } from './steady.ts'
import { readHttp, readMysql, readPing, readTcp, readUdp } from './target.ts'
import { readTransfer } from './transfer.ts'
import type { Action, Probe } from './types.ts'

const NAME = /^[a-z][a-z0-9-]*$/
const DEFAULT_TIMEOUT = { traffic: '2s', action: '20s' } as const
const LONGEST_TIMEOUT = '10m'

const TARGETS = { http: readHttp, tcp: readTcp, udp: readUdp, mysql: readMysql, ping: readPing } as const
const KINDS = Object.keys(PROBE_KINDS) as ProbeKind[]

/** What probes are resolved against. */
interface Setting {
  /** Nodes of the lab as it will run. */
  readonly nodes: readonly Node[]
  /** Nodes whose virtual services tell how often a probe is sent that does not say it. */
  readonly promising: readonly Node[]
  readonly inventory: Inventory
  /** How long the lab's timeline is, in milliseconds. */
  readonly lastsMs?: number | undefined
  readonly findings: Findings
}

/** Everything under `probes`, in file order. */
export function resolveProbes(
  specs: Readonly<Record<string, ProbeSpec>>,
  setting: Setting,
): (Probe | Action)[] {
  const { inventory, findings } = setting
  return Object.entries(specs).flatMap(([name, spec]) => {
    const path = ['probes', name]
    if (!NAME.test(name)) badName(name, path, findings)
    const from = inventory.one(spec.from, [...path, 'from'])
    const kind = kindOf(path, findings)
    if (kind) checkKeys(kind, path, findings)
    const probe = kind && from && resolveProbe(name, kind, spec, from, setting)
    if (probe) return [probe]
    findings.lose(path)
    return []
  })
}

function badName(name: string, path: Path, findings: Findings): void {
  const remedy = 'Use lower-case letters, digits and dashes, a letter first.'
  findings.error(path, `"${name}" cannot name a probe`, { part: 'key', remedy })
}

function kindOf(path: Path, findings: Findings): ProbeKind | undefined {
  const [kind, second] = KINDS.filter((one) => findings.keys(path).includes(one))
  const all = KINDS.join(', ')
  if (second) return findings.error([...path, second], `a probe is one of ${all}`, { part: 'key' })
  if (!kind && !findings.lost(path))
    return findings.error(path, `this probe does nothing: give one of ${all}`, { part: 'key' })
  return kind
}

/** Keys that only some kinds take. */
function checkKeys(kind: ProbeKind, path: Path, findings: Findings): void {
  const others = new Set<string>(Object.values(PROBE_KINDS).flat())
  const mine: readonly string[] = PROBE_KINDS[kind]
  for (const key of findings.keys(path).filter((one) => others.has(one) && !mine.includes(one)))
    findings.error([...path, key], `a ${kind} probe takes no ${key}`, { part: 'key' })
}

function resolveProbe(
  name: string,
  kind: ProbeKind,
  spec: ProbeSpec,
  from: Host,
  { nodes, promising, inventory, lastsMs, findings }: Setting,
): Probe | Action | undefined {
  const path = ['probes', name]
  const usual = DEFAULT_TIMEOUT[kind === 'run' ? 'action' : 'traffic']
  const timeoutMs = readTimeout(spec.timeout ?? usual, [...path, 'timeout'], findings)
  const base = { name, from: from.name, timeoutMs }
  if (kind === 'run')
    return { ...base, kind, argv: readArgv(spec.run ?? [], from, [...path, kind], inventory) }
  const node = nodes.find((one) => one.name === from.name)
  const sources =
    spec.source === undefined || !node
      ? undefined
      : readSources(spec.source, node, [...path, 'source'], findings)
  if (sources && kind === 'ping' && sources.length > 1)
    findings.error([...path, 'source'], 'a ping probe has one source')
  if (kind === 'arp') {
    const asked = readArp(spec.arp ?? [], sources, from, [...path, kind], inventory, findings)
    return asked && { ...base, ...asked }
  }
  const asked =
    kind === 'dns'
      ? readDns(spec, from, node?.nameServers ?? [], path, inventory, findings)
      : TARGETS[kind](spec[kind] ?? '', from, [...path, kind], inventory, findings)
  const target = asked && { ...asked, ...readPlace(asked, spec, from, path, inventory, findings) }
  const transfer = readTransfer(spec, path, findings)
  if (!target) return undefined
  const times =
    spec.times ?? Math.max(usualTimes({ ...base, ...target }, promising), sources ? sources.length : 1)
  const steady = readSteady(spec, path, lastsMs, findings)
  return {
    ...base,
    times,
    ...steady,
    ...target,
    ...(sources ? { sources } : {}),
    ...(spec.hold ? { hold: true } : {}),
    ...(spec.background ? { background: true } : {}),
    ...(transfer ? { transfer } : {}),
  }
}

function readTimeout(text: string, path: Path, findings: Findings): number {
  const timeout = parseDuration(text) ?? 0
  const longest = parseDuration(LONGEST_TIMEOUT) ?? 0
  if (timeout < 1 || timeout > longest)
    findings.error(path, `a timeout is 1ms to ${LONGEST_TIMEOUT}, not ${text}`)
  return timeout
}
