import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress, parseAddress } from '../topology/ip.ts'
import type { Node, Probe } from '../types.ts'
import { parseDuration } from './duration.ts'
import { usualTimes } from './round.ts'
import { PROBE_KINDS, type ProbeSpec } from './schema.ts'
import { readHttp, readPing, readTcp, type Target } from './target.ts'

const NAME = /^[a-z][a-z0-9-]*$/
const DEFAULT_TIMEOUT = '2s'
const LONGEST_TIMEOUT = '10m'

const READERS = { http: readHttp, tcp: readTcp, ping: readPing } as const

/**
 * @param nodes of the lab as it will run
 * @param promising nodes whose virtual services tell how often a probe is sent that does not say it
 */
export function resolveProbes(
  specs: Readonly<Record<string, ProbeSpec>>,
  nodes: readonly Node[],
  promising: readonly Node[],
  inventory: Inventory,
  findings: Findings,
): Probe[] {
  return Object.entries(specs).flatMap(([name, spec]) => {
    const path = ['probes', name]
    if (!NAME.test(name)) badName(name, path, findings)
    const from = inventory.one(spec.from, [...path, 'from'])
    const timeoutMs = readTimeout(spec.timeout ?? DEFAULT_TIMEOUT, [...path, 'timeout'], findings)
    const target = oneKind(path, findings) && from && readTarget(spec, from, path, inventory, findings)
    if (from)
      checkSource(
        spec.source,
        nodes.find((node) => node.name === from.name),
        path,
        findings,
      )
    if (!from || !target) {
      findings.lose(path)
      return []
    }
    const source = spec.source === undefined ? {} : { source: spec.source }
    const times = spec.times ?? usualTimes({ from: from.name, ...target }, promising)
    return [{ name, from: from.name, times, timeoutMs, ...source, ...target }]
  })
}

function badName(name: string, path: Path, findings: Findings): void {
  const remedy = 'Use lower-case letters, digits and dashes, a letter first.'
  findings.error(path, `"${name}" cannot name a probe`, { part: 'key', remedy })
}

function oneKind(path: Path, findings: Findings): boolean {
  const given = findings.keys(path).filter((key) => (PROBE_KINDS as readonly string[]).includes(key))
  if (given.length === 1) return true
  const all = PROBE_KINDS.join(', ')
  if (given.length > 1) findings.error([...path, given[1] ?? ''], `a probe is one of ${all}`, { part: 'key' })
  else if (!findings.lost(path))
    findings.error(path, `this probe does nothing: give one of ${all}`, { part: 'key' })
  return false
}

function readTarget(
  spec: ProbeSpec,
  from: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): Target | undefined {
  const kind = PROBE_KINDS.find((one) => spec[one] !== undefined)
  return kind && READERS[kind](spec[kind] ?? '', from, [...path, kind], inventory, findings)
}

function readTimeout(text: string, path: Path, findings: Findings): number {
  const timeout = parseDuration(text) ?? 0
  const longest = parseDuration(LONGEST_TIMEOUT) ?? 0
  if (timeout < 1 || timeout > longest)
    findings.error(path, `a timeout is 1ms to ${LONGEST_TIMEOUT}, not ${text}`)
  return timeout
}

function checkSource(
  source: string | undefined,
  node: Node | undefined,
  path: Path,
  findings: Findings,
): void {
  if (source === undefined || !node) return
  const at = [...path, 'source']
  const known = node.addresses.map(({ cidr }) => cidr.split('/')[0] ?? '')
  const address = parseAddress(source)
  if (address === undefined) findings.error(at, `"${source}" is not an IP address`)
  else if (!known.includes(formatAddress(address)))
    findings.error(at, `"${node.name}" has no address ${source}`, { known, word: source })
}
