import type { DaemonKind, Place, TimedEvent } from '../lab/timeline/types.ts'
import type { Link, Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { daemonName, daemonOf } from './daemons.ts'
import { checked, handMade, weightLines } from './lines.ts'
import { quote } from './quote.ts'
import { renderStart } from './words.ts'

/** What carries out an event: lines for sh(1). */
export function eventCommands(event: TimedEvent, lab: Lab): string[] {
  switch (event.kind) {
    case 'stop':
      return [
        `kill -${daemonIn(lab, event).stop} "$(cat "$run"/${quote(daemonName(event.node, event.daemon))}/pid)"`,
      ]
    case 'kill':
    case 'freeze':
    case 'thaw':
      return [`signal ${SIGNALS[event.kind]} ${quote(daemonName(event.node, event.daemon))}`]
    case 'start':
      return [renderStart(daemonIn(lab, event))]
    case 'down':
    case 'up':
      return [words(setPort(lab, event))]
    case 'cut':
    case 'join':
      return isolate(lab, event.nodes, event.kind === 'cut')
    case 'netem':
      return [words(impair(event))]
    case 'weight': {
      const node = nodeNamed(lab, event.node)
      const lines = (services: typeof node.ipvs) => weightLines(services, event.server, event.weight)
      return [
        ...lines(handMade(node)).map((line) => words(['inside', node.name, 'ipvsadm', ...line])),
        ...lines(checked(node)).map((line) => words(['reweigh', node.name, ...line])),
      ]
    }
    case 'move':
      return [address('del', event.cidr, event.from), address('add', event.cidr, event.to)]
    case 'announce':
      return [announce(event)]
    case 'run':
      return [words(['inside', event.node, ...event.argv])]
  }
}

const SIGNALS = { kill: 'KILL', freeze: 'STOP', thaw: 'CONT' } as const

function daemonIn(lab: Lab, { node, daemon }: { readonly node: string; readonly daemon: DaemonKind }) {
  return daemonOf(nodeNamed(lab, node), daemon)
}

/**
 * What lets links carry everything again that a timeline has left down or impaired: without it, no sentinel frame
 * could prove that the captures there have all that came before.
 */
export function mendCommands({ timeline, ...lab }: Lab): string[][] {
  const last = new Map<string, TimedEvent>()
  for (const event of timeline?.events ?? [])
    if (event.kind === 'down' || event.kind === 'up') last.set(`link ${event.node} ${event.interface}`, event)
    else if (event.kind === 'netem') last.set(`netem ${event.node} ${event.interface}`, event)
  return [...last.values()].flatMap((event) => {
    if (event.kind === 'down') return [setPort(lab, { ...event, kind: 'up' })]
    return event.kind === 'netem' && event.options.length > 0 ? [impair({ ...event, options: [] })] : []
  })
}

/** The bridge's end of a link: taking it down leaves the node without carrier, but with all that it was told. */
function setPort(
  lab: Lab,
  { node, interface: name, kind }: Place & { readonly kind: 'down' | 'up' },
): string[] {
  const { bridge, port } = nodeNamed(lab, node).links.find(({ device }) => device === name) as Link
  return ['ip', '-n', bridge, 'link', 'set', 'dev', port, kind]
}

function isolate(lab: Lab, names: readonly string[], apart: boolean): string[] {
  const nodes = names.map((name) => nodeNamed(lab, name))
  const nics = nodes.flatMap(({ interfaces }) => interfaces)
  const isShared = (name: string) => nics.filter(({ network }) => network === name).length > 1
  const links = nodes.flatMap(({ links, interfaces }) =>
    links.filter(({ device }) => interfaces.some((nic) => nic.link === device && isShared(nic.network))),
  )
  return links.map(({ bridge, port }) =>
    words(['bridge', '-n', bridge, 'link', 'set', 'dev', port, 'isolated', apart ? 'on' : 'off']),
  )
}

function impair({
  node,
  interface: name,
  options,
}: Place & { readonly options: readonly string[] }): string[] {
  const to = ['dev', name, 'root']
  const what = options.length === 0 ? ['del', ...to] : ['replace', ...to, 'netem', ...options]
  return ['tc', '-n', node, 'qdisc', ...what]
}

const address = (what: 'add' | 'del', cidr: string, { node, interface: name }: Place): string =>
  words(['ip', '-n', node, 'address', what, cidr, 'dev', name])

function announce({ node, interface: name, address: whose }: Place & { readonly address: string }): string {
  return words(['inside', node, 'arping', '-q', '-U', '-c', '1', '-w', '1', '-I', name, whose])
}

function nodeNamed(lab: Lab, name: string): Node {
  return lab.nodes.find((node) => node.name === name) as Node
}

const words = (argv: readonly string[]): string => argv.map(quote).join(' ')
