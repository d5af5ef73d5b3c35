import type { RunView } from '../../events/view.ts'
import { addressName, macName } from '../../journey/notation.ts'
import type { Names } from '../../journey/types.ts'
import type { NetworkState, NodeState } from '../../verdict/types.ts'
import { count } from '../text.ts'
import { html, type Markup } from './markup.ts'
import { folded, sheet } from './sheet.ts'
import { serviceText } from './topology/facts.ts'

/** Neighbours, IPVS, routes, addresses and rules of every node, and what every bridge had learnt. */
export function tablesBody(view: RunView): Markup {
  if (view.nodes.length === 0) return html`<p class="none">The run ended before the kernels were asked.</p>`
  const { names } = view
  return html`<p class="note">Read from the kernels once, after the last probe. A run starts in an empty kernel: what
is not in the plan was learnt from the packets above.</p>
${view.nodes.map((node) => nodeTables(node, names))}
${view.networks.map((network) => bridgeTable(network, names))}`
}

function nodeTables(node: NodeState, names: Names): Markup {
  const tables = [
    neighbours(node, names),
    services(node, names),
    addresses(node, names),
    routes(node, names),
    rules(node),
    daemons(node),
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

const neighbours = ({ neighbours }: NodeState, names: Names) =>
  sheet(
    'Neighbours (ARP and neighbour discovery)',
    ['address', 'MAC', 'device', 'state'],
    neighbours.map((one) => [withRole(one.address, names), macOf(one.mac, names), one.interface, one.state]),
  )

const services = ({ ipvs }: NodeState, names: Names) =>
  sheet(
    'IPVS',
    ['service', 'real server', 'method', 'weight', 'tunnel'],
    ipvs.flatMap((service) => {
      const title = serviceText(service, names)
      if (service.servers.length === 0) return [[title, 'nobody']]
      return service.servers.map(({ address, port, method, weight, tunnel }) => [
        ...[title, `${addressName(address, names)}:${port}`, method, weight],
        tunnel?.type,
      ])
    }),
  )

const addresses = ({ interfaces }: NodeState, names: Names) =>
  sheet(
    'Addresses',
    ['device', 'MAC', 'address', 'link'],
    interfaces.map(({ name, mac, addresses, up, carrier }) => [
      ...[name, macOf(mac, names)],
      html`${addresses.map((cidr) => html`${withRole(cidr, names)}<br>`)}`,
      up ? (carrier ? 'up' : 'up, no carrier') : 'down',
    ]),
  )

const isMain = ({ table, type }: NodeState['routes'][number]): boolean =>
  table === 'main' && type === 'unicast'

const routes = ({ routes }: NodeState, names: Names) =>
  sheet(
    'Routes (table main)',
    ['to', 'via', 'device', 'source'],
    routes
      .filter(isMain)
      .map(({ to, via, dev, source }) => [
        withRole(to, names),
        via && withRole(via, names),
        dev,
        source && withRole(source, names),
      ]),
  )

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

const daemons = ({ daemons }: NodeState) =>
  sheet(
    'Daemons',
    ['name', 'state'],
    daemons.map(({ name, state }) => [name, state]),
  )

const bridgeTable = ({ network, fdb, ports }: NetworkState, names: Names): Markup =>
  folded(
    html`<span class="who">${network}</span> forwarding database, ${count(fdb.length, 'MAC address')} learnt`,
    html`${sheet(
      'Forwarding database of the bridge',
      ['MAC', 'port', 'behind it'],
      fdb.map(({ mac, port }) => [macOf(mac, names), port, ports[port]]),
    )}`,
  )
