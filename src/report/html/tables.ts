import type { RunView } from '../../events/view.ts'
import { addressName, macName } from '../../journey/notation.ts'
import type { Names } from '../../journey/types.ts'
import type { NetworkState, NodeState } from '../../verdict/types.ts'
import { birdRouteCells, type Cells, portCells, sessionCells } from '../routing.ts'
import { count } from '../text.ts'
import { compared } from './compared.ts'
import { html, type Markup } from './markup.ts'
import { folded, type Rows, sheet } from './sheet.ts'
import { serviceText } from './topology/facts.ts'

/** Neighbours, IPVS, routes, addresses and rules of every node, and what every bridge had learnt. */
export function tablesBody(view: RunView): Markup {
  if (view.nodes.length === 0) return html`<p class="none">The run ended before the kernels were asked.</p>`
  const { names } = view
  const { nodes = [], networks = [] } = view.before ?? {}
  return html`<p class="note">${view.before ? TWICE : ONCE}</p>
${view.nodes.map((node, index) => nodeTables(node, nodes[index], names))}
${view.networks.map((network, index) => bridgeTable(network, networks[index], names))}`
}

const TWICE =
  'Read from the kernels before the first probe and after the last: + is new since then, − is gone. Counters count from there.'
const ONCE =
  'Read from the kernels once, after the last probe. A run starts in an empty kernel: what is not in the plan was learnt ' +
  'from the packets above. lvslab run --report reads them before the first probe as well.'

function nodeTables(node: NodeState, before: NodeState | undefined, names: Names): Markup {
  const tables = [
    compared(NEIGHBOURS, (one) => neighbours(one, names), node, before),
    compared(SERVICES, (one) => services(one, names), node, before),
    compared(ADDRESSES, (one) => addresses(one, names), node, before),
    compared(ROUTES, (one) => routes(one, names), node, before),
    rules(node),
    daemons(node),
    plain(sessionCells(node, names)),
    plain(birdRouteCells(node, names)),
  ]
  return folded(
    html`<span class="who">${node.node}</span> ${outline(node)}`,
    html`${tables.filter((one) => one !== undefined)}`,
  )
}

function outline({ neighbours, ipvs, routes }: NodeState): string {
  const parts = [
    count(neighbours.length, 'neighbour'),
    count(routes.filter(isMain).length, 'route'),
    ipvs.length > 0 && count(ipvs.length, 'virtual service'),
  ]
  return parts.filter((part) => part !== false).join(', ')
}

const withRole = (address: string, names: Names): Markup => {
  const role = names.addresses[address.split('/')[0] ?? '']
  return html`<code>${address}</code>${role !== undefined && html` <span class="role">${role}</span>`}`
}

const macOf = (mac: string | undefined, names: Names): Markup | undefined =>
  mac === undefined
    ? undefined
    : html`<code>${mac}</code> <span class="role">${names.macs[mac] !== undefined && macName(mac, names)}</span>`

const NEIGHBOURS = ['Neighbours (ARP and neighbour discovery)', 'address', 'MAC', 'device', 'state'] as const
const SERVICES = ['IPVS', 'service', 'real server', 'method', 'weight', 'tunnel'] as const
const ADDRESSES = ['Addresses', 'device', 'MAC', 'address', 'link'] as const
const ROUTES = ['Routes (table main)', 'to', 'via', 'device', 'source'] as const
const LEARNT = ['Forwarding database of the bridge', 'MAC', 'port', 'behind it'] as const

const neighbours = ({ neighbours }: NodeState, names: Names): Rows =>
  neighbours.map((one) => [withRole(one.address, names), macOf(one.mac, names), one.interface, one.state])

const services = ({ ipvs }: NodeState, names: Names): Rows =>
  ipvs.flatMap((service) => {
    const title = serviceText(service, names)
    if (service.servers.length === 0) return [[title, 'nobody']]
    return service.servers.map(({ address, port, method, weight, tunnel }) => [
      ...[title, `${addressName(address, names)}:${port}`, method, weight],
      tunnel?.type,
    ])
  })

const addresses = ({ interfaces }: NodeState, names: Names): Rows =>
  interfaces.map(({ name, mac, addresses, up, carrier }) => [
    ...[name, macOf(mac, names)],
    html`${addresses.map((cidr) => html`${withRole(cidr, names)}<br>`)}`,
    up ? (carrier ? 'up' : 'up, no carrier') : 'down',
  ])

const isMain = ({ table, type }: NodeState['routes'][number]): boolean =>
  table === 'main' && type === 'unicast'

const routes = ({ routes }: NodeState, names: Names): Rows =>
  routes
    .filter(isMain)
    .map(({ to, via, dev, source }) => [
      withRole(to, names),
      via && withRole(via, names),
      dev,
      source && withRole(source, names),
    ])

const rules = ({ netfilter }: NodeState) =>
  sheet(
    'Netfilter',
    ['table', 'rule', 'packets', 'octets'],
    netfilter.map(({ family, table, rule, packets, bytes }) => [
      `${family} ${table}`,
      html`<code>${rule}</code>`,
      packets,
      bytes,
    ]),
  )

const plain = ({ title, heads, rows }: Cells): Markup | undefined => sheet(title, heads, rows)

const daemons = ({ daemons }: NodeState) =>
  sheet(
    'Daemons',
    ['name', 'state'],
    daemons.map(({ name, state }) => [name, state]),
  )

const learnt = ({ fdb, ports }: NetworkState, names: Names): Rows =>
  fdb.map(({ mac, port }) => [macOf(mac, names), port, ports[port]])

const bridgeTable = (now: NetworkState, before: NetworkState | undefined, names: Names): Markup =>
  folded(
    html`<span class="who">${now.network}</span> forwarding database, ${count(now.fdb.length, 'MAC address')} learnt`,
    html`${compared(LEARNT, (one) => learnt(one, names), now, before)}${plain(portCells(now))}`,
  )
