import type { DnsProbe } from '../lab/probes/types.ts'

/** Begins what dig(1) says of an attempt. */
export const DIG_ATTEMPT = ';; attempt'

/**
 * Arguments: server, domain, type, seconds, and for each attempt ADDRESS#PORT to send from. dig waits for whole seconds;
 * timeout(1) for the rest. Cookies and the flag of DNSSEC are left out: not every name server knows of them.
 */
const DIG_CLIENT = `
server=$1 name=$2 type=$3 seconds=$4
shift 4
for end; do
  echo '${DIG_ATTEMPT}'
  timeout "$seconds" dig -b "$end" -q "$name" -t "$type" +tries=1 +time="$((\${seconds%.*} + 1))" +nocookie +noadflag "@$server"
done
:`

/** dig(1), once for each attempt. */
export function digCommand(probe: DnsProbe, ends: readonly { address?: string; port: number }[]): string[] {
  const { server, domain, type, timeoutMs } = probe
  const anywhere = server.includes(':') ? '::' : '0.0.0.0'
  const seconds = String(timeoutMs / 1000)
  const from = ends.map(({ address = anywhere, port }) => `${address}#${port}`)
  return ['sh', '-c', DIG_CLIENT, 'dig', server, domain, type, seconds, ...from]
}
