import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { bracketed, bracketsRemedy, splitEndpoint } from '../topology/endpoint.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress } from '../topology/ip.ts'
import { DNS_PORT } from './dns-words.ts'
import type { DnsProbe, HttpProbe, MysqlProbe, PingProbe, Probe, TcpProbe, UdpProbe } from './types.ts'

/** Where a probe goes, as its kind says it. */
export type Target =
  | Pick<HttpProbe, 'kind' | 'url' | 'address'>
  | Pick<TcpProbe, 'kind' | 'host' | 'port'>
  | Pick<UdpProbe, 'kind' | 'host' | 'port'>
  | Pick<MysqlProbe, 'kind' | 'host' | 'port'>
  | Pick<PingProbe, 'kind' | 'host'>
  | Pick<DnsProbe, 'kind' | 'domain' | 'type' | 'server'>

type Read = (
  text: string,
  from: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
) => Target | undefined

export const readHttp: Read = (text, from, path, inventory, findings) => {
  if (!URL.canParse(text)) return isNot('a URL such as http://10.0.0.100/', text, path, findings)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return findings.error(path, `only http and https URLs can be probed, not ${url.protocol}`)
  if (url.username || url.password || url.hash)
    return findings.error(path, 'a probe takes no user and no #fragment')
  if (url.port === '0') return findings.error(path, 'a port is 1 to 65535, not 0')
  // The URL parser reads "10.0.0" and "0x7f.1" as addresses: take the host as it was written.
  const [, literal, plain = ''] = /^https?:\/*(?:\[([^\]]*)\]|([^/:?#]*))/i.exec(text) ?? []
  if (isDnsName(plain)) return { kind: 'http', url: url.href }
  const address = inventory.resolve(literal ?? plain, from, path)
  if (address === undefined) return undefined
  url.hostname = bracketed(formatAddress(address))
  return { kind: 'http', url: url.href }
}

/** A host that is no node, whose name has no dot, and no address. */
export const isDnsName = (host: string): boolean => /^(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(host)

export const readTcp: Read = (...from) => {
  const endpoint = readEndpoint(...from)
  return endpoint && { kind: 'tcp', ...endpoint }
}

export const readUdp: Read = (...from) => {
  const endpoint = readEndpoint(...from)
  return endpoint && { kind: 'udp', ...endpoint }
}

export const readMysql: Read = (...from) => {
  const endpoint = readEndpoint(...from)
  return endpoint && { kind: 'mysql', ...endpoint }
}

function readEndpoint(
  ...[text, from, path, inventory, findings]: Parameters<Read>
): { host: string; port: number } | undefined {
  const endpoint = splitEndpoint(text)
  if (!endpoint) return isNot('HOST:PORT', text, path, findings)
  const { host, port } = endpoint
  if (port < 1 || port > 65535) return findings.error(path, `a port is 1 to 65535, not ${port}`)
  const address = inventory.resolve(host, from, path)
  return address === undefined ? undefined : { host: formatAddress(address), port }
}

export const readPing: Read = (text, from, path, inventory) => {
  const address = inventory.resolve(text, from, path)
  return address === undefined ? undefined : { kind: 'ping', host: formatAddress(address) }
}

function isNot(what: string, text: string, path: Path, findings: Findings): undefined {
  const remedy = bracketsRemedy(text)
  findings.error(path, `"${text}" is not ${what}`, remedy ? { remedy } : {})
}

/** Where a probe's packets go, as far as it tells: a ping has no port. */
export interface Endpoint {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'arp'
  readonly address: string
  readonly port?: number
}

export function endpointOf(target: Target | Probe): Endpoint {
  switch (target.kind) {
    case 'http': {
      const { hostname, port, protocol } = new URL(target.url)
      const address = target.address ?? hostname.replace(/^\[|\]$/g, '')
      return { protocol: 'tcp', address, port: Number(port || (protocol === 'https:' ? 443 : 80)) }
    }
    case 'tcp':
    case 'udp':
      return { protocol: target.kind, address: target.host, port: target.port }
    case 'mysql':
      return { protocol: 'tcp', address: target.host, port: target.port }
    case 'ping':
      return { protocol: 'icmp', address: target.host }
    case 'dns':
      return { protocol: 'udp', address: target.server, port: DNS_PORT }
    case 'arp':
      return { protocol: 'arp', address: target.hosts[0] ?? '' }
  }
}
