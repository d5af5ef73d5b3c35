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
    if (words[0] === '-A') services.push({ ...serviceOf(words), scheduler: after(words, '-s'), servers: [] })
    if (words[0] === '-a') services.at(-1)?.servers.push(serverOf(words))
  }
  return services
}

function serviceOf(words: readonly string[]): Pick<IpvsService, 'protocol' | 'address' | 'port'> {
  const protocol = words[1] === '-u' ? 'udp' : 'tcp'
  return { protocol, ...endpoint(words[2] ?? '') }
}

function serverOf(words: readonly string[]): IpvsServer {
  const flag = words.find((word): word is keyof typeof METHODS => word in METHODS)
  if (flag === undefined) throw new Error(`no forwarding method in "${words.join(' ')}"`)
  return { ...endpoint(after(words, '-r')), method: METHODS[flag], weight: Number(after(words, '-w')) }
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
 * Last line of /proc/net/ip_vs_stats_percpu that starts with `~`: totals over all CPUs, hexadecimal, in the
 * order connections, packets in and out, octets in and out (ip_vs_ctl.c, ip_vs_stats_percpu_show).
 */
export function ipvsCounters(file: string | undefined): IpvsCounters | undefined {
  const totals = /^\s*~((?:\s+[0-9A-F]+){5})\s*$/m.exec(file ?? '')?.[1]
  if (totals === undefined) return undefined
  const [connections = 0, inPackets = 0, outPackets = 0, inBytes = 0, outBytes = 0] = totals
    .trim()
    .split(/\s+/)
    .map((value) => Number.parseInt(value, 16))
  return { connections, inPackets, outPackets, inBytes, outBytes }
}
