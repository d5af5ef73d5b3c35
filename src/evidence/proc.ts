/**
 * Counters of /proc/net/snmp and /proc/net/netstat as `Ip.InAddrErrors`. Both files hold pairs of lines: names,
 * then values, each beginning with the same prefix (proc_pid_net(5)).
 */
export function snmpCounters(files: readonly (string | undefined)[]): Record<string, number> {
  const counters: Record<string, number> = {}
  for (const file of files) {
    const lines = (file ?? '').trim().split('\n')
    for (let index = 0; index + 1 < lines.length; index += 2) {
      addPair(counters, lines[index] ?? '', lines[index + 1] ?? '')
    }
  }
  return counters
}

function addPair(counters: Record<string, number>, names: string, values: string): void {
  const [prefix = '', ...keys] = names.split(' ')
  const [, ...numbers] = values.split(' ')
  for (const [index, key] of keys.entries())
    counters[`${prefix.replace(':', '.')}${key}`] = Number(numbers[index])
}

/** Counters of /proc/net/snmp6 in the same form: its lines are `Ip6InReceives   12`. */
export function snmp6Counters(file: string | undefined): Record<string, number> {
  const lines = [...(file ?? '').matchAll(/^(\w+?6)(\w+)\s+(\d+)$/gm)]
  return Object.fromEntries(lines.map(([, prefix, key, value]) => [`${prefix}.${key}`, Number(value)]))
}

/**
 * Receive errors of each interface, from /proc/net/dev: `eth0: 1234 10 2 0 …`, octets, packets, errors, and further
 * columns (net/core/net-procfs.c).
 */
export function receiveErrors(dev: string): Record<string, number> {
  const rows = dev.matchAll(/^ *(\S+): *\d+ +\d+ +(\d+) /gm)
  return Object.fromEntries([...rows].map(([, name, errors]) => [name, Number(errors)]))
}

/** State of a listening socket in /proc/net/tcp: TCP_LISTEN in include/net/tcp_states.h. */
const LISTEN = '0A'

/** Ports in state LISTEN, ascending, from /proc/net/tcp and tcp6: addresses and ports are hexadecimal. */
export function listeningPorts(files: readonly (string | undefined)[]): number[] {
  const ports = files
    .flatMap((file) => (file ?? '').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN)
    .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16))
  return [...new Set(ports)].sort((a, b) => a - b)
}
