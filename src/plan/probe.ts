import type { HttpProbe, PingProbe, Probe, TcpProbe } from '../lab/types.ts'

/** How many local ports a probe uses up: one an attempt. */
export function attemptCount(probe: Probe): number {
  return probe.kind === 'ping' ? 0 : probe.times
}

/**
 * The real client that sends a probe: curl(1) or ping(8). Each attempt comes from a local port of its own,
 * counted from `firstPort`, so that a failed attempt can be found in the packets as well.
 */
export function probeCommand(probe: Probe, firstPort: number): string[] {
  switch (probe.kind) {
    case 'http':
      return httpCommand(probe, firstPort)
    case 'tcp':
      return tcpCommand(probe, firstPort)
    case 'ping':
      return pingCommand(probe)
  }
}

/** What curl writes after each attempt: one JSON object a line; `%{json}` holds all its own variables. */
const REPORT = '\\n{"server":"%header{x-served-by}","curl":%{json}}\\n'

function httpCommand(probe: HttpProbe, firstPort: number): string[] {
  const attempt = (port: number) => [
    ...attemptOptions(probe, port),
    ...['--header', 'Connection: close', '--write-out', REPORT, probe.url],
  ]
  return ['curl', ...attempts(probe, firstPort, attempt)]
}

function tcpCommand(probe: TcpProbe, firstPort: number): string[] {
  const url = `http://${probe.host}:${probe.port}/`
  const attempt = (port: number) => [
    ...attemptOptions(probe, port),
    ...['--connect-only', '--write-out', REPORT, url],
  ]
  return ['curl', ...attempts(probe, firstPort, attempt)]
}

/** `--next` ends the options of one attempt and begins those of another; see curl(1). */
function attempts(probe: Probe, firstPort: number, attempt: (port: number) => string[]): string[] {
  const ports = Array.from({ length: probe.times }, (_, index) => firstPort + index)
  return ports.flatMap((port, index) => (index === 0 ? attempt(port) : ['--next', ...attempt(port)]))
}

function attemptOptions(probe: Probe, port: number): string[] {
  const source = probe.source === undefined ? [] : ['--interface', probe.source]
  const deadline = String(probe.timeoutMs / 1000)
  return ['--silent', '--max-time', deadline, '--local-port', String(port), ...source]
}

function pingCommand(probe: PingProbe): string[] {
  const source = probe.source === undefined ? [] : ['-I', probe.source]
  const deadline = String(probe.timeoutMs / 1000)
  return ['ping', '-n', '-c', String(probe.times), '-i', '0.2', '-W', deadline, ...source, probe.host]
}
