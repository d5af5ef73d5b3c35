import type { Path } from '../text/tree.ts'
import { formatAddress, parseAddress } from '../topology/ip.ts'
import type { HopsInput, NeverInput } from './schema.ts'
import { probeNamed, type Setting, theOnly } from './setting.ts'
import type { HopPattern, HopsExpectation, NeverExpectation } from './types.ts'

const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/
/** Two words on each side: one on the left may be a MAC address, one on the right an IPv6 address in brackets. */
const SHAPE =
  /^((?:[0-9a-f]{2}:){5}[0-9a-f]{2}|[^:/]+):((?:[0-9a-f]{2}:){5}[0-9a-f]{2}|[^:/]+)\/(\[[^\]]+\]|[^/:]+):(\[[^\]]+\]|[^:/ ]+)(?: vlan (\d{1,4}))?(?: ttl (\d{1,3}))?$/
const ROLES = ['CIP', 'VIP', 'DIP', 'RIP']

export function resolveHops(input: HopsInput, path: Path, setting: Setting): HopsExpectation | undefined {
  const { findings, probes } = setting
  const probe =
    input.probe === undefined
      ? theOnly(probes, 'probe', 'probe', path, findings)
      : probeNamed(input.probe, [...path, 'probe'], setting)
  const read = (side: 'request' | 'reply') =>
    (input[side] ?? []).flatMap((text, index) => readHop(text, [...path, side, index], setting) ?? [])
  const [request, reply] = [read('request'), read('reply')]
  if (!input.request?.length && !input.reply?.length)
    findings.error(path, 'hops needs request or reply, with at least one hop', { part: 'key' })
  return probe && { kind: 'hops', probe: probe.name, request, reply }
}

export function resolveNever(input: NeverInput, path: Path, setting: Setting): NeverExpectation | undefined {
  const at = readPoint(input.at, [...path, 'at'], setting)
  const hop = readHop(input.hop, [...path, 'hop'], setting)
  return at && hop ? { kind: 'never', at, hop } : undefined
}

/** `NODE:INTERFACE`, or `NODE` where it has one interface. */
function readPoint(text: string, path: Path, setting: Setting): string | undefined {
  const { inventory, findings, promising } = setting
  const [name = '', link, ...rest] = text.split(':')
  const host = inventory.one(name, path)
  if (!host) return undefined
  const links = host.links.map(({ device }) => device)
  const captured = promising.find((node) => node.name === host.name)?.captures ?? links
  const known = captured.map((one) => `${host.name}:${one}`)
  if (link === undefined && links.length === 1 && known.length > 0) return known[0]
  if (rest.length === 0 && known.includes(`${host.name}:${link}`)) return `${host.name}:${link}`
  const remedy =
    known.length > 0 ? `Capture points: ${known.join(', ')}.` : `Nothing is captured on ${host.name}.`
  return findings.error(path, `"${text}" is not a capture point`, { remedy })
}

function readHop(text: string, path: Path, setting: Setting): HopPattern | undefined {
  const [, sourceMac = '', destinationMac = '', source = '', destination = '', vlan, ttl] =
    SHAPE.exec(text) ?? []
  if (!sourceMac) {
    const example = text.includes('::') ? 'client:director/CIP:[fd00::100]' : 'client:director/CIP:VIP'
    const remedy = `A hop is written srcMAC:dstMAC/srcIP:dstIP, for example ${example}, and "vlan 10" or "ttl 63" may follow.`
    return setting.findings.error(path, `"${text}" is not a hop`, { remedy })
  }
  for (const word of [sourceMac, destinationMac]) if (!MAC.test(word)) checkName(word, [], path, setting)
  const [from = '', to = ''] = [source, destination].map((word) => readAddress(word, path, setting))
  const asked = { ...(vlan && { vlan: Number(vlan) }), ...(ttl && { ttl: Number(ttl) }) }
  return { text, sourceMac, destinationMac, source: from, destination: to, ...asked }
}

/** A literal as everything else writes it; a name as it is. */
function readAddress(word: string, path: Path, setting: Setting): string {
  const address = parseAddress(word.replace(/^\[|\]$/g, ''))
  if (address !== undefined) return formatAddress(address)
  checkName(word, ROLES, path, setting)
  return word
}

function checkName(
  word: string,
  others: readonly string[],
  path: Path,
  { inventory, findings }: Setting,
): void {
  if (word === '*' || others.includes(word) || inventory.named(word).length > 0) return
  if (findings.lost(['nodes', word])) return
  const known = [...others, ...inventory.hosts.flatMap((host) => [host.role, host.name])]
  findings.error(path, `"${word}" in this hop is nobody`, { known, word })
}
