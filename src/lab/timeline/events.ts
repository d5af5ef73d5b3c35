import { readArgv } from '../probes/action.ts'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress, parseAddress } from '../topology/ip.ts'
import type { Node } from '../topology/types.ts'
import { linkNamed, linkOf, onlyLink } from './devices.ts'
import type { EventKind, EventSpec } from './schema.ts'
import type { DaemonKind, TimedEvent } from './types.ts'

/** What events are resolved against. */
export interface Setting {
  readonly nodes: readonly Node[]
  readonly inventory: Inventory
  readonly findings: Findings
}

/** An event without its name and time. */
type What = TimedEvent extends infer Event
  ? Event extends Event
    ? Omit<Event, 'name' | 'atMs'>
    : never
  : never

/** What an event does; undefined, with a finding, where it cannot be done. */
export function resolveWhat(
  kind: EventKind,
  spec: EventSpec,
  path: Path,
  setting: Setting,
): What | undefined {
  if (kind === 'cut' || kind === 'join')
    return resolveParted(kind, spec[kind] ?? [], [...path, kind], setting)
  const host = hostOf(spec, path, setting)
  if (!host) return undefined
  const at = [...path, kind]
  const { findings, inventory } = setting
  const node = host.name
  switch (kind) {
    case 'down':
    case 'up': {
      const link = linkNamed(host, spec[kind] ?? '', at, findings)
      return link && { kind, ...link }
    }
    case 'netem':
      return resolveNetem(host, spec, path, findings)
    case 'weight':
      return resolveWeight(host, spec, path, setting)
    case 'move':
      return resolveMove(host, spec, path, setting)
    case 'announce':
      return resolveAnnounce(host, spec, path, findings)
    case 'run':
      return { kind, node, argv: readArgv(spec.run ?? [], host, at, inventory) }
    default:
      return resolveDaemon(kind, node, spec[kind] ?? 'http', at, setting)
  }
}

function hostOf({ on }: EventSpec, path: Path, { inventory, findings }: Setting): Host | undefined {
  if (on !== undefined) return inventory.one(on, [...path, 'on'])
  if (findings.lost([...path, 'on'])) return undefined
  return findings.error(path, 'nobody says which node it happens to: give on', { part: 'key' })
}

function resolveDaemon(
  kind: 'stop' | 'kill' | 'freeze' | 'thaw' | 'start',
  node: string,
  daemon: DaemonKind,
  path: Path,
  { nodes, findings }: Setting,
): What | undefined {
  const its = nodes.find(({ name }) => name === node)
  const known: string[] = [
    ...(its?.daemons ?? []).map((one) => one.kind),
    ...(its?.programs ?? []).map((one) => one.program),
    ...(its?.keepalived ? ['keepalived'] : []),
  ]
  if (known.includes(daemon)) return { kind, node, daemon }
  const remedy = known.length > 0 ? `It runs ${known.join(', ')}.` : 'It runs no daemon.'
  return findings.lost(['nodes'])
    ? undefined
    : findings.error(path, `"${node}" runs no ${daemon}`, { remedy })
}

/** Isolated ports are deaf to each other within one bridge: the nodes need a network in common. */
function resolveParted(
  kind: 'cut' | 'join',
  names: readonly string[],
  path: Path,
  { inventory, findings }: Setting,
): What | undefined {
  const hosts = names.flatMap((name, index) => inventory.all(name, [...path, index]))
  const [first, ...others] = hosts
  if (!first || others.length === 0) return undefined
  const stranger = others.find((host) => inventory.shared(host, first) === undefined)
  if (stranger)
    return findings.error(path, `"${first.name}" and "${stranger.name}" have no network in common`)
  return { kind, nodes: hosts.map((host) => host.name) }
}

/** Words of tc-netem(8) are letters, numbers and units. */
const NETEM_WORD = /^[a-z0-9.%]+$/i

function resolveNetem(host: Host, spec: EventSpec, path: Path, findings: Findings): What | undefined {
  const text = (spec.netem ?? '').trim()
  const options = text === 'none' ? [] : text.split(/\s+/)
  const wrong = options.find((word) => !NETEM_WORD.test(word))
  if (wrong !== undefined)
    return findings.error([...path, 'netem'], `"${wrong}" is no word of tc-netem(8)`, {
      remedy: 'For example delay 50ms 10ms, loss 2%, reorder 25% 50%; or none.',
    })
  const link = onlyLink(host, spec.dev, path, findings)
  return link && { kind: 'netem', ...link, options }
}

function resolveWeight(
  host: Host,
  { weight = 0, of }: EventSpec,
  path: Path,
  { nodes, inventory, findings }: Setting,
): What | undefined {
  if (of === undefined) return findings.error(path, 'whose weight? give of', { part: 'key' })
  const server = inventory.one(of, [...path, 'of'])
  const services = nodes.find(({ name }) => name === host.name)?.ipvs ?? []
  if (!server || findings.lost(['nodes'])) return undefined
  if (services.some(({ servers }) => servers.some(({ node }) => node === server.name)))
    return { kind: 'weight', node: host.name, server: server.name, weight }
  return findings.error([...path, 'of'], `"${server.name}" is no real server of "${host.name}"`)
}

function resolveMove(
  host: Host,
  { move = '', from, dev }: EventSpec,
  path: Path,
  { inventory, findings }: Setting,
): What | undefined {
  if (from === undefined) return findings.error(path, 'who gives the address up? give from', { part: 'key' })
  const giver = inventory.one(from, [...path, 'from'])
  const cidr = cidrOf(move, [...path, 'move'], findings)
  const left = giver && cidr && linkOf(giver, cidr, undefined, path, findings)
  const taken = cidr && linkOf(host, cidr, dev, path, findings)
  return cidr && left && taken ? { kind: 'move', cidr, from: left, to: taken } : undefined
}

function resolveAnnounce(host: Host, spec: EventSpec, path: Path, findings: Findings): What | undefined {
  const cidr = cidrOf(spec.announce ?? '', [...path, 'announce'], findings)
  if (cidr?.includes(':')) return findings.error([...path, 'announce'], 'ARP is for IPv4')
  const link = cidr && linkOf(host, cidr, spec.dev, path, findings)
  return cidr && link ? { kind: 'announce', ...link, address: cidr.split('/')[0] ?? '' } : undefined
}

/** An address with its prefix length, that of a host where none is given. */
function cidrOf(text: string, path: Path, findings: Findings): string | undefined {
  const [, literal = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = parseAddress(literal)
  const most = literal.includes(':') ? 128 : 32
  if (address === undefined || Number(length ?? most) > most)
    return findings.error(path, `"${text}" is not an IP address`)
  return `${formatAddress(address)}/${length ?? most}`
}
