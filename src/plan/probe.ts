import { questionBody } from '../dns/write.ts'
import { endpointOf } from '../lab/probes/target.ts'
import type {
  Action,
  ArpProbe,
  HttpProbe,
  MysqlProbe,
  PingProbe,
  Probe,
  TcpProbe,
  UdpProbe,
} from '../lab/probes/types.ts'
import { bracketed } from '../lab/topology/endpoint.ts'
import { ARP_CLIENT } from './arp-client.ts'
import { bodyPath, receivedPath } from './bodies.ts'
import { AUTHORITY_CERTIFICATE, isSecure } from './certificate.ts'
import { digCommand } from './dns-client.ts'
import { MYSQL_CLIENT } from './mysql-client.ts'
import { TCP_CLIENT, UDP_CLIENT } from './perl-clients.ts'
import { STEADY_CLIENT } from './perl-steady.ts'

/** How many local ports a probe uses up: one an attempt. */
export function attemptCount(probe: Probe | Action): number {
  return 'times' in probe && probe.kind !== 'ping' && probe.kind !== 'arp' ? probe.times : 0
}

/**
 * The real client that sends a probe, or the command of an action. Each attempt comes from a local port of its
 * own, counted from `firstPort`, so that a failed attempt can be found in the packets as well.
 */
export function probeCommand(probe: Probe | Action, firstPort: number): readonly string[] {
  if (probe.kind !== 'run' && probe.everyMs !== undefined)
    return steadyCommand(probe, probe.everyMs, firstPort)
  switch (probe.kind) {
    case 'http':
      return probe.hold ? heldHttpCommand(probe, firstPort) : httpCommand(probe, firstPort)
    case 'tcp':
      return tcpCommand(probe, probe, '', firstPort)
    case 'udp':
      return udpCommand(probe, firstPort)
    case 'mysql':
      return mysqlCommand(probe, firstPort)
    case 'ping':
      return pingCommand(probe)
    case 'arp':
      return arpCommand(probe)
    case 'dns':
      return digCommand(probe, localEnds(probe, firstPort))
    case 'run':
      return probe.argv
  }
}

/** What curl writes after each attempt: one JSON object a line; `%{json}` holds all its own variables. */
const REPORT = '\\n{"server":"%header{x-served-by}","curl":%{json}}\\n'

/** `--next` ends the options of one attempt and begins those of another; see curl(1). */
function httpCommand(probe: HttpProbe, firstPort: number): string[] {
  const options = localEnds(probe, firstPort).flatMap((end, index) => [
    ...(index === 0 ? [] : ['--next']),
    ...attempt(probe, end),
  ])
  return ['curl', ...options]
}

interface LocalEnd {
  readonly address?: string
  readonly port: number
}

/** Where each attempt comes from. */
function localEnds(probe: Probe, firstPort: number): LocalEnd[] {
  return Array.from({ length: probe.times }, (_, index) => {
    const address = probe.sources?.[index % probe.sources.length]
    return { port: firstPort + index, ...(address === undefined ? {} : { address }) }
  })
}

/** `--verbose` tells on standard error why a connection could not be made. */
function attempt(probe: HttpProbe, { address, port }: LocalEnd): string[] {
  const source = address === undefined ? [] : ['--interface', address]
  const deadline = secondsOf(probe)
  return [
    ...['--silent', '--verbose', '--max-time', deadline, '--local-port', String(port), ...source],
    ...nameOptions(probe),
    ...['--header', 'Connection: close', '--write-out', REPORT, ...transferOptions(probe, port)],
  ]
}

/** Who is trusted, and where a name is if nobody is to be asked. */
function nameOptions(probe: HttpProbe): string[] {
  const { address, port = 0 } = endpointOf(probe)
  const name = new URL(probe.url).hostname
  const place = probe.address === undefined ? [] : ['--resolve', `${name}:${port}:${bracketed(address)}`]
  return [...(isSecure(probe) ? ['--cacert', AUTHORITY_CERTIFICATE] : []), ...place]
}

/** Without `Expect`, a body follows at once and does not wait for the server to agree (RFC 9110, section 10.1.1). */
function transferOptions({ url, transfer }: HttpProbe, port: number): string[] {
  if (transfer === undefined) return [url]
  const { direction, octets, rate } = transfer
  // The server keeps to the rate: curl 7.88 reads a megabyte before it looks at --limit-rate.
  const query = rate === undefined ? '' : `?rate=${rate}`
  if (direction === 'download')
    return ['--output', receivedPath(port), new URL(`bytes/${octets}${query}`, url).href]
  const to = new URL(`upload/${port}`, url).href
  return ['--header', 'Expect:', '--upload-file', bodyPath(octets), to]
}

function heldHttpCommand(probe: HttpProbe, firstPort: number): string[] {
  const { address, port = 0 } = endpointOf(probe)
  const { pathname, search } = new URL(probe.url)
  return tcpCommand(probe, { host: address, port }, pathname + search, firstPort)
}

function tcpCommand(
  probe: TcpProbe | HttpProbe,
  { host, port }: { host: string; port: number },
  path: string,
  firstPort: number,
): string[] {
  const hold = probe.hold ? '1' : ''
  return [
    'perl',
    '-we',
    TCP_CLIENT,
    host,
    String(port),
    secondsOf(probe),
    path,
    hold,
    ...endWords(probe, firstPort),
  ]
}

function udpCommand(probe: UdpProbe, firstPort: number): string[] {
  const { host, port } = probe
  return ['perl', '-we', UDP_CLIENT, host, String(port), secondsOf(probe), ...endWords(probe, firstPort)]
}

function mysqlCommand(probe: MysqlProbe, firstPort: number): string[] {
  const ports = localEnds(probe, firstPort).map(({ port }) => String(port))
  return ['perl', '-we', MYSQL_CLIENT, probe.host, String(probe.port), secondsOf(probe), ...ports]
}

function steadyCommand(probe: Probe, everyMs: number, firstPort: number): string[] {
  const { address, port = 0 } = endpointOf(probe)
  const what = [probe.kind === 'udp' || probe.kind === 'dns' ? '2' : '1', steadyWords(probe)]
  const when = [String(everyMs / 1000), String(probe.times), String(firstPort)]
  return [
    ...['perl', '-we', STEADY_CLIENT, address, String(port), secondsOf(probe)],
    ...[...what, ...when, ...(probe.sources ?? [])],
  ]
}

/** What a steady probe asks for. */
function steadyWords(probe: Probe): string {
  if (probe.kind === 'dns')
    return Buffer.from(questionBody({ name: probe.domain, type: probe.type })).toString('hex')
  if (probe.kind !== 'http') return ''
  const { pathname, search } = new URL(probe.url)
  return pathname + search
}

function endWords(probe: Probe, firstPort: number): string[] {
  return localEnds(probe, firstPort).flatMap(({ address = '', port }) => [address, String(port)])
}

/** -b: a subnet can be asked as well. */
function pingCommand(probe: PingProbe): string[] {
  const source = probe.sources?.[0] === undefined ? [] : ['-I', probe.sources[0]]
  return [
    'ping',
    '-n',
    '-b',
    '-c',
    String(probe.times),
    '-i',
    '0.2',
    '-W',
    secondsOf(probe),
    ...source,
    probe.host,
  ]
}

function arpCommand(probe: ArpProbe): string[] {
  const { device, sources, hosts } = probe
  return ['perl', '-e', ARP_CLIENT, device, secondsOf(probe), sources.join(','), hosts.join(',')]
}

const secondsOf = ({ timeoutMs }: Probe): string => String(timeoutMs / 1000)
