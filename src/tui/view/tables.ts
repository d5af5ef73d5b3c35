import type { RunView } from '../../events/view.ts'
import { macName } from '../../journey/notation.ts'
import type { Names } from '../../journey/types.ts'
import type { Page } from '../../report/page.ts'
import { birdRouteCells, type Cells, portCells, sessionCells } from '../../report/routing.ts'
import { type Row, table } from '../../report/table.ts'
import type { NetworkState, NodeState } from '../../verdict/types.ts'

/** Nodes and networks that have tables, in the order of the lab. */
export const tableOwners = ({ nodes, networks }: RunView): readonly string[] => [
  ...nodes.map(({ node }) => node),
  ...networks.map(({ network }) => network),
]

/** The kernel's tables of one node or network. */
export function tablesLines(view: RunView, owner: number, page: Page): string[] {
  const node = view.nodes[owner]
  if (node) return nodeLines(node, view.names, page)
  const network = view.networks[owner - view.nodes.length]
  return network
    ? networkLines(network, view.names, page)
    : ['The tables are read when the probes have ended.']
}

function nodeLines(node: NodeState, names: Names, page: Page): string[] {
  return [
    ...section(
      'Neighbours (ARP, neighbour discovery)',
      ['address', 'MAC', 'state', 'interface'],
      neighbourRows(node, names),
      page,
    ),
    ...section('IPVS', ['service', 'scheduler or method', 'weight'], ipvsRows(node, names), page),
    ...section('Routes', ['to', 'through', 'table'], routeRows(node, names), page),
    ...section('Interfaces', ['interface', 'addresses', 'state'], interfaceRows(node, names), page),
    ...[sessionCells(node, names), birdRouteCells(node, names)].flatMap((cells) => more(cells, page)),
  ]
}

function section(title: string, heads: readonly string[], rows: readonly Row[], page: Page): string[] {
  const columns = heads.map((head) => ({ title: head, shrinkTo: Math.max(8, head.length) }))
  const none = [page.paint('dim', '  none')]
  const lines = rows.length > 0 ? table(columns, rows, page.width, page.paint) : none
  return [page.paint('bold', title), ...lines, '']
}

/** A section that is there only where it has something to tell. */
const more = ({ title, heads, rows }: Cells, page: Page): string[] =>
  rows.length === 0 ? [] : section(title, heads, rows, page)

/** An address with the name that it has in the run. */
const withName = (address: string, names: Names): string => {
  const name = names.addresses[address.split('/')[0] ?? '']
  return name === undefined ? address : `${address} ${name}`
}

const neighbourRows = ({ neighbours }: NodeState, names: Names): Row[] =>
  neighbours.map(({ address, mac, state, interface: device }) => [
    withName(address, names),
    mac === undefined ? 'unknown' : `${mac} ${macName(mac, names)}`,
    state,
    device,
  ])

const ipvsRows = ({ ipvs }: NodeState, names: Names): Row[] =>
  ipvs.flatMap((service) => {
    const name =
      service.protocol === 'fwmark'
        ? `fwmark ${service.mark}`
        : `${service.protocol} ${withName(`${service.address}`, names)} port ${service.port}`
    const servers = service.servers.map(({ address, port, method, weight }) => [
      `  → ${withName(address, names)} port ${port}`,
      method,
      String(weight),
    ])
    return [[name, service.scheduler, ''], ...servers]
  })

const routeRows = ({ routes }: NodeState, names: Names): Row[] =>
  routes
    .filter(({ table: name }) => name !== 'local')
    .map(({ type, to, via, dev, table: name }) => [
      type === 'unicast' ? withName(to, names) : `${type} ${withName(to, names)}`,
      [via && `via ${withName(via, names)}`, dev && `dev ${dev}`].filter(Boolean).join(' '),
      name,
    ])

const interfaceRows = ({ interfaces }: NodeState, names: Names): Row[] =>
  interfaces.map(({ name, addresses, up, carrier }) => [
    name,
    addresses.map((address) => withName(address, names)).join(', '),
    up ? (carrier || name === 'lo' ? 'up' : 'up, nobody at the other end') : 'down',
  ])

function networkLines(network: NetworkState, names: Names, page: Page): string[] {
  const { fdb, ports } = network
  const rows = fdb.map(({ mac, port }) => [`${mac} ${macName(mac, names)}`, ports[port] ?? port])
  return [
    ...section('Forwarding database', ['MAC', 'learnt behind'], rows, page),
    ...more(portCells(network), page),
  ]
}
