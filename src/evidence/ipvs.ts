import type { Encapsulation } from '../lab/topology/virtual-service.ts'
import type { IpvsCounters, IpvsServer, IpvsService } from '../verdict/types.ts'

const METHODS = { '-g': 'dr', '-m': 'nat', '-i': 'tun' } as const

/**
 * The table as `ipvsadm -Sn` lists it, in the form that `ipvsadm -R` reads:
 * `-A -t 10.0.0.100:80 -s rr`, then `-a -t 10.0.0.100:80 -r 10.0.0.11:80 -g -w 1` for each server.
 */
export function ipvsServices(saved: string): IpvsService[] {
  const services: (IpvsService & { servers: IpvsServer[] })[] = []
  for (const line of saved.split('\n')) {
    const words = line.trim().split(/\s+/)
    if (words[0] === '-A') services.push({ ...serviceOf(words), ...settingsOf(words), servers: [] })
    if (words[0] === '-a') services.at(-1)?.servers.push(serverOf(words))
  }
  return services
}

function settingsOf(words: readonly string[]) {
  const scheduler = after(words, '-s')
  return words.includes('-p') ? { scheduler, persistent: Number(after(words, '-p')) } : { scheduler }
}

function serviceOf(words: readonly string[]) {
  if (words[1] === '-f') return { protocol: 'fwmark', mark: Number(words[2]) } as const
  const protocol = words[1] === '-u' ? 'udp' : 'tcp'
  return { protocol, ...endpoint(words[2] ?? '') } as const
}

function serverOf(words: readonly string[]): IpvsServer {
  const flag = words.find((word): word is keyof typeof METHODS => word in METHODS)
  if (flag === undefined) throw new Error(`no forwarding method in "${words.join(' ')}"`)
  const common = {
    ...endpoint(after(words, '-r')),
    method: METHODS[flag],
    weight: Number(after(words, '-w')),
  }
  return flag === '-i' ? { ...common, tunnel: encapsulationOf(words) } : common
}

/** `--tun-type gue --tun-port 6080 --tun-nocsum`; the type is always said (print_service_entry in ipvsadm.c). */
function encapsulationOf(words: readonly string[]): Encapsulation {
  const type = after(words, '--tun-type')
  const checksum = words.includes('--tun-csum')
  if (type === 'gue') return { type, port: Number(after(words, '--tun-port')), checksum }
  return type === 'gre' ? { type, checksum } : { type: 'ipip' }
}

function after(words: readonly string[], option: string): string {
  return words[words.indexOf(option) + 1] ?? ''
}

/** `10.0.0.100:80`, or `[2001:db8::1]:80`. */
function endpoint(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':')
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
}

/**
 * Sums of /proc/net/ip_vs_stats_percpu: a row a CPU, hexadecimal: its number, connections, packets in and out,
 * octets in and out (ip_vs_ctl.c, ip_vs_stats_percpu_show). The row of totals, `~`, lags by up to 2 s.
 */
export function ipvsCounters(file: string | undefined): IpvsCounters | undefined {
  const rows = [...(file ?? '').matchAll(/^ *[0-9A-F]+((?: +[0-9A-F]+){5}) *$/gm)]
  if (rows.length === 0) return undefined
  const values = rows.map(([, numbers = '']) => numbers.trim().split(/ +/).map(hexadecimal))
  const sum = (column: number) => values.reduce((total, row) => total + (row[column] ?? 0), 0)
  return { connections: sum(0), inPackets: sum(1), outPackets: sum(2), inBytes: sum(3), outBytes: sum(4) }
}

function hexadecimal(text: string): number {
  return Number.parseInt(text, 16)
}
