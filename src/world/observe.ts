import { ENTER } from '../plan/perl.ts'
import { PROCESSES } from '../plan/processes.ts'
import { ASK_BIRD } from '../plan/programs/bird-client.ts'
import { quote } from '../plan/quote.ts'
import { addressesFile } from '../plan/words.ts'
import type { ObserveParameters, ObserveValue, RawBridgeState, RawNodeState } from '../protocol/messages.ts'
import { Failure } from './failure.ts'
import { runProcess } from './run-process.ts'

/** Begins a section of the output; no tool writes this byte. */
const MARK = '\u0001'

/** Files below /proc that say what a node counted, listens on and forwards. */
const FILES = [
  'net/snmp',
  'net/snmp6',
  'net/netstat',
  'net/dev',
  'net/tcp',
  'net/tcp6',
  'net/ip_vs_stats_percpu',
]

/** Prints files as each namespace sees them, in one process. Input lines: NAMESPACE PATH. */
const READER = String.raw`${ENTER}
    while (my $line = <STDIN>) {
      my ($namespace, $path) = split " ", $line;
      enter($namespace);
      open(my $file, "<", "/proc/$path") or next;
      print "\001file $namespace $path\n", <$file>;
    }
`

/** What bird is asked in every run. */
const BIRD_QUESTIONS = ['show protocols all', 'show route all']

/** Input lines: NODE FOLDER. */
const ROUTING = String.raw`${ASK_BIRD}
    while (my $line = <STDIN>) {
      my ($node, $folder) = split " ", $line, 2;
      chomp $folder;
      print "\001bird $node $_\n", ask($folder, $_) for ${BIRD_QUESTIONS.map((one) => `"${one}"`).join(', ')};
    }
`

/** Generous for each node, and for a machine that is busy. */
const deadlineFor = ({ nodes }: ObserveParameters): number => 30_000 + 1000 * nodes.length

/** Reads addresses, routes, neighbours, forwarding databases, IPVS tables, counters and sysctls in one go. */
export async function observe(what: ObserveParameters, folder: string): Promise<ObserveValue> {
  const options = { input: observeScript(what), timeoutMs: deadlineFor(what), env: { LVSLAB_RUN: folder } }
  const result = await runProcess(['sh', '-s'], options)
  if (result.status !== 0) throw new Failure('could not read kernel state', result.stderr.trim())
  return readSections(result.stdout, what)
}

/** iptables-save(8), for the tables that `iptables-legacy-restore` filled. */
const SAVE = { ipv4: 'iptables-legacy-save', ipv6: 'ip6tables-legacy-save' } as const

function observeScript(what: ObserveParameters): string {
  const nodes = what.nodes.flatMap(({ node, ipvs, filters, daemons, monitored }) => [
    `printf '\\001ip %s\\n' ${quote(node)}`,
    `ip -n ${quote(node)} -j -batch - <<'END'\naddress show\nroute show table all\nneighbour show\nEND`,
    ...(ipvs ? [`printf '\\001ipvs %s\\n' ${quote(node)}`, `${enter(node)} ipvsadm -Sn || true`] : []),
    ...filters.flatMap((family) => [
      `printf '\\001${family} %s\\n' ${quote(node)}`,
      `${enter(node)} ${SAVE[family]} -c || true`,
    ]),
    ...daemons.map(
      (name) => `printf '\\001daemon %s %s\\n' ${quote(node)} ${quote(name)}; processes ${quote(name)} 3`,
    ),
    ...(monitored ? [`printf '\\001addresses %s\\n' ${quote(node)}; cat ${addressesFile(node)}`] : []),
  ])
  const bridges = what.bridges.flatMap(({ bridge, vlans }) =>
    ['fdb', ...(vlans ? ['vlan'] : [])].flatMap((table) => [
      `printf '\\001${table} %s\\n' ${quote(bridge)}`,
      `bridge -n ${quote(bridge)} -j ${table} show`,
    ]),
  )
  const files = `perl -e ${quote(READER)} <<'END'\n${fileLines(what)}\nEND`
  return ['set -e', `run=$LVSLAB_RUN${PROCESSES}`, ...nodes, ...bridges, ...routing(what), files].join('\n')
}

function routing({ nodes }: ObserveParameters): string[] {
  const routers = nodes.filter(({ bird }) => bird)
  const lines = routers.map(({ node }) => `${node} $run/${node}-bird`)
  return lines.length === 0 ? [] : [`perl -e ${quote(ROUTING)} <<END\n${lines.join('\n')}\nEND`]
}

function enter(node: string): string {
  return `nsenter --net=/run/netns/${quote(node)}`
}

function fileLines({ nodes, sysctls }: ObserveParameters): string {
  const paths = [...FILES, ...sysctls.map((key) => `sys/net/${swapDots(key)}`)]
  return nodes.flatMap(({ node }) => paths.map((path) => `${node} ${path}`)).join('\n')
}

/** sysctl(8): dots stand for slashes, and a slash for a dot inside a name. */
function swapDots(key: string): string {
  return key.replace(/[./]/g, (sign) => (sign === '.' ? '/' : '.'))
}

function readSections(output: string, what: ObserveParameters): ObserveValue {
  const nodes: Record<
    string,
    RawNodeState & Readonly<Record<'files' | 'daemons' | 'bird', Record<string, string>>>
  > = {}
  for (const { node } of what.nodes)
    nodes[node] = { ip: '', ipvs: '', filters: {}, daemons: {}, bird: {}, files: {} }
  const bridges: Record<string, RawBridgeState> = {}
  for (const { bridge } of what.bridges) bridges[bridge] = { fdb: '', vlans: '' }
  for (const section of output.split(MARK).slice(1)) {
    const end = section.indexOf('\n')
    const [kind, name = '', ...rest] = section.slice(0, end).split(' ')
    const path = rest.join(' ')
    const text = section.slice(end + 1)
    const node = nodes[name]
    const bridge = bridges[name]
    if (bridge !== undefined && (kind === 'fdb' || kind === 'vlan'))
      bridges[name] = { ...bridge, [kind === 'fdb' ? 'fdb' : 'vlans']: text }
    else if (node !== undefined && kind === 'file') node.files[path] = text
    else if (node !== undefined && kind === 'daemon') node.daemons[path] = text.trim()
    else if (node !== undefined && kind === 'bird') node.bird[path] = text
    else if (node !== undefined && kind === 'addresses') nodes[name] = { ...node, addresses: text }
    else if (node !== undefined && (kind === 'ipv4' || kind === 'ipv6'))
      nodes[name] = { ...node, filters: { ...node.filters, [kind]: text } }
    else if (node !== undefined) nodes[name] = { ...node, [kind === 'ip' ? 'ip' : 'ipvs']: text }
  }
  return { nodes, bridges }
}
