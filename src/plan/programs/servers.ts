import type { Ready } from '../types.ts'
import { BIRD_SOCKET } from './bird-client.ts'
import type { Program } from './program.ts'

/** It listens first, and logs this when it serves. */
const says = (pattern: string): Ready[] => [{ kind: 'says', pattern, times: 1, seconds: 10 }]

/** unbound(8), a recursive resolver. -d stays in the foreground, -p writes no pid file. */
export const unbound: Program = {
  argv: (file) => ['unbound', '-d', '-p', '-c', file],
  test: (file) => ['unbound-checkconf', file],
  listens: { protocol: 'udp', ports: [53] },
  settled: says('start of service'),
  reload: 'HUP',
  stop: 'TERM',
  forget: 'HUP',
}

/** nsd-checkconf(8) reads no zones: nsd-checkzone(8) reads each. */
const NSD_TEST = `nsd-checkconf "$1" || exit 1
for zone in $(nsd-checkconf -o zones "$1"); do
  nsd-checkzone "$zone" "$(nsd-checkconf -z "$zone" -o zonefile "$1")" || exit 1
done`

/** nsd(8), an authoritative name server. */
export const nsd: Program = {
  argv: (file) => ['nsd', '-d', '-u', 'root', '-P', 'nsd.pid', '-c', file],
  test: (file) => ['sh', '-c', NSD_TEST, 'nsd', file],
  listens: { protocol: 'udp', ports: [53] },
  settled: says('nsd started'),
  reload: 'HUP',
  stop: 'TERM',
}

/** dnsmasq(8), the cache of a stub resolver. */
export const dnsmasq: Program = {
  argv: (file) => [
    'dnsmasq',
    '--keep-in-foreground',
    '--user=root',
    '--pid-file',
    '--log-facility=-',
    `--conf-file=${file}`,
  ],
  test: (file) => ['dnsmasq', '--test', `--conf-file=${file}`],
  listens: { protocol: 'udp', ports: [53] },
  reload: 'HUP',
  stop: 'TERM',
  forget: 'HUP',
}

/**
 * bird(8), a routing daemon. Its socket for birdc lies beside its configuration. It first tries to connect within 5 s
 * (`connect delay time`), unless its configuration says otherwise: twice that is enough for whoever answers.
 */
export const bird: Program = {
  argv: (file) => ['bird', '-f', '-c', file, '-s', BIRD_SOCKET],
  test: (file) => ['bird', '-p', '-c', file],
  listens: { protocol: 'tcp', ports: [] },
  settled: [{ kind: 'established', seconds: 10 }],
  reload: 'HUP',
  stop: 'TERM',
}

/** haproxy(1) in one process, which reads its configuration once; -db stays in the foreground. */
export const haproxy: Program = {
  argv: (file) => ['haproxy', '-db', '-f', file],
  test: (file) => ['haproxy', '-c', '-f', file],
  listens: { protocol: 'tcp', ports: [80] },
  stop: 'USR1',
}

/** nginx(8) with a configuration of the lab. */
export const nginx: Program = {
  argv: (file) => ['nginx', '-e', 'stderr', '-p', '$DIR', '-c', file, '-g', 'daemon off;'],
  test: (file) => ['nginx', '-t', '-e', 'stderr', '-p', '.', '-c', file],
  listens: { protocol: 'tcp', ports: [80] },
  reload: 'HUP',
  stop: 'QUIT',
}
