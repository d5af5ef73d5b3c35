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
  return ['curl', ...attempts(probe, firstPort)]
}

/** One line an attempt, as curl's report would read: how connect(2) ended, and after how many seconds. */
const CONNECT = `use strict; use warnings; use IO::Socket::IP;
sub now { open(my $file, "<", "/proc/uptime"); (split " ", <$file>)[0] }
my ($host, $port, $seconds, $source, @local) = @ARGV;
for my $from (@local) {
  my $begun = now();
  my $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, LocalPort => $from,
    $source ? (LocalHost => $source) : (), Timeout => $seconds);
  my $how = $socket ? "connected" : "$!";
  printf "%s %.3f\\n", $how, now() - $begun;
}`

function tcpCommand(probe: TcpProbe, firstPort: number): string[] {
  const seconds = String(probe.timeoutMs / 1000)
  const ports = localPorts(probe, firstPort).map(String)
  return ['perl', '-e', CONNECT, probe.host, String(probe.port), seconds, probe.source ?? '', ...ports]
}

/** `--next` ends the options of one attempt and begins those of another; see curl(1). */
function attempts(probe: HttpProbe, firstPort: number): string[] {
  return localPorts(probe, firstPort).flatMap((port, index) => [
    ...(index === 0 ? [] : ['--next']),
    ...attempt(probe, port),
  ])
}

function localPorts(probe: Probe, firstPort: number): number[] {
  return Array.from({ length: probe.times }, (_, index) => firstPort + index)
}

/** `--verbose` tells on standard error why a connection could not be made. */
function attempt(probe: HttpProbe, port: number): string[] {
  const source = probe.source === undefined ? [] : ['--interface', probe.source]
  const deadline = String(probe.timeoutMs / 1000)
  return [
    ...['--silent', '--verbose', '--max-time', deadline, '--local-port', String(port), ...source],
    ...['--header', 'Connection: close', '--write-out', REPORT, probe.url],
  ]
}

function pingCommand(probe: PingProbe): string[] {
  const source = probe.source === undefined ? [] : ['-I', probe.source]
  const deadline = String(probe.timeoutMs / 1000)
  return ['ping', '-n', '-c', String(probe.times), '-i', '0.2', '-W', deadline, ...source, probe.host]
}
