import type { FindingId } from '../../keepalived/index.ts'
import { contains, familyOf, formatAddress, type Ip } from '../topology/ip.ts'
import { ownAddresses } from './balancers.ts'
import type { Edits } from './digests.ts'
import { single } from './machines.ts'
import type { Networks } from './networks.ts'
import { forwarding, ROUTER } from './router.ts'
import { isHeld } from './services.ts'
import type { Balancer, Machine, NodeFile, Pieces } from './types.ts'

/** A director with its interfaces, the configuration, and what that takes for granted. */
export function directorNode(
  balancer: Balancer,
  edit: Edits,
  accept: readonly FindingId[],
  pieces: Pieces,
): NodeFile {
  const { name } = balancer
  const nets = pieces.networks.networksOf(name)
  const names = nets.map((net) => net.links.get(name) ?? '')
  const addresses = broughtAlong(balancer, pieces)
  const routes = [...routesToChecked(balancer, pieces.machines), ...sixthRoute(balancer, pieces)]
  const rules = markRules(balancer, pieces)
  return {
    on: Object.fromEntries(nets.map((net) => [net.name, addressOn(balancer, pieces.networks, net.name)])),
    ...(names.every((device, index) => device === `eth${index}`) ? {} : { interfaces: names }),
    ...(hasDefaultRoute(balancer) ? {} : { gateway: ROUTER }),
    ...(Object.keys(addresses).length > 0 ? { addresses } : {}),
    ...(routes.length > 0 ? { routes } : {}),
    ...sysctlsOf(balancer, names, pieces),
    ...(rules.length > 0 ? { iptables: { mangle: rules } } : {}),
    keepalived: configurationOf(balancer, edit, accept),
  }
}

function addressOn(balancer: Balancer, networks: Networks, name: string): string {
  const net = networks.all.find((one) => one.name === name)
  const own = net && ownAddresses(balancer, net)
  return own === undefined ? 'auto' : formatAddress(own)
}

/** Addresses that clients ask and that nothing in the configuration brings up: somebody else does, at home. */
function broughtAlong(balancer: Balancer, { networks, services, said }: Pieces): Record<string, string[]> {
  const mine = services.filter(({ holder, vip }) => holder === balancer && !isHeld(vip, balancer))
  const byDevice = Map.groupBy(mine, ({ vip, mark }) => {
    const net = mark === undefined ? networks.at(vip) : undefined
    return net?.links.get(balancer.name) ?? 'lo'
  })
  for (const [device, list] of byDevice)
    for (const { vip, mark, place } of list)
      said.note(
        mark === undefined
          ? `nothing in the configuration brings up ${formatAddress(vip)}: the lab puts it on ${device}`
          : `nobody says what packets have the mark ${mark}: the lab marks those to tcp port 80 of ${formatAddress(vip)}`,
        place,
      )
  return Object.fromEntries(
    [...byDevice].map(([device, list]) => [device, [...new Set(list.map(({ vip }) => held(vip)))]]),
  )
}

/** As keepalived brings them up: IPv6 as deprecated, so that nothing is asked in its name (vrrp_ipaddress.c). */
const held = (vip: Ip): string => (familyOf(vip) === 'IPv6' ? `${single(vip)} deprecated` : single(vip))

function markRules(balancer: Balancer, { services }: Pieces): string[] {
  return services.flatMap(({ holder, vip, mark }) =>
    holder === balancer && mark !== undefined
      ? [`-A PREROUTING -d ${single(vip)} -p tcp --dport 80 -j MARK --set-mark ${mark}`]
      : [],
  )
}

/** Addresses of servers that only checkers ask, and that are on no network. */
function routesToChecked(
  { part: { director } }: Balancer,
  machines: readonly Machine[],
): Record<string, string>[] {
  const servers = director.services.flatMap(({ servers: all }) => all.map(({ address }) => address))
  return machines
    .filter(({ address }) => servers.includes(formatAddress(address)))
    .flatMap(({ address, further }) =>
      [...further].flatMap(([one, net]) => (net ? [] : [{ to: single(one), via: formatAddress(address) }])),
    )
}

/** `gateway` is of one family: that of the first network. */
function sixthRoute(balancer: Balancer, { services }: Pieces): Record<string, string>[] {
  const mine = services.filter(({ holder }) => holder === balancer)
  const families = new Set(mine.map(({ vip }) => familyOf(vip)))
  return families.size > 1 ? [{ to: '::/0', via: ROUTER }] : []
}

const hasDefaultRoute = ({ part: { director } }: Balancer): boolean =>
  [...director.routes, ...director.instances.flatMap(({ routes }) => routes)].some(
    ({ to, text }) => (to === 'default' || to === '0.0.0.0/0') && !/\btable\b/.test(text),
  )

/** NAT forwards; what it sends out by the interface that it came in by must not tell servers of a shorter way. */
function sysctlsOf(
  { name }: Balancer,
  devices: readonly string[],
  { machines, networks }: Pieces,
): Pick<NodeFile, 'sysctls'> {
  const nat = machines.flatMap(({ net, targets }) =>
    targets.filter(({ server }) => server.method === 'NAT').map(({ of }) => ({ net, of })),
  )
  if (nat.length === 0) return {}
  const oneArm = nat
    .filter(({ net, of }) => contains(net.subnet, of.vip))
    .map(({ net }) => net.links.get(name))
  const quiet = devices.filter((device) => oneArm.includes(device))
  return {
    sysctls: {
      ...forwarding(networks.networksOf(name)),
      ...Object.fromEntries(
        (quiet.length > 0 ? ['all', ...quiet] : []).map((device) => [
          `ipv4.conf.${device.replaceAll('.', '/')}.send_redirects`,
          0,
        ]),
      ),
    },
  }
}

function configurationOf(
  { name, part: { director, file } }: Balancer,
  edit: Edits,
  accept: readonly FindingId[],
): unknown {
  const id = director.id === '' || director.id === name ? {} : { id: director.id }
  const more = {
    ...id,
    ...(Object.keys(edit).length > 0 ? { edit } : {}),
    ...(accept.length > 0 ? { accept } : {}),
  }
  return Object.keys(more).length > 0 ? { file, ...more } : file
}
