import type { IpvsService, NodeState } from '../../src/verdict/types.ts'

/** One end of a cable: a node on a network. */
export interface Link {
  readonly node: string
  readonly interface: string
  readonly network: string
  readonly mac: string
  readonly address: string
}

export const VIP = '10.0.0.100'

/** Who stands where in a made-up DR lab. */
export interface Cast {
  readonly times: number
  readonly client: Link
  readonly director: Link
  readonly servers: readonly Link[]
  /** Who stands on the director's network for the client. */
  readonly station: Link
  /** Both ends of a router, if there is one: `near` on the director's network. */
  readonly router?: { readonly near: Link; readonly far: Link }
}

export interface Shape {
  readonly replicas?: number
  readonly times?: number
  /** A router stands before the client, as in labs/dr-router, or before the real servers, which is a fault. */
  readonly router?: 'client' | 'servers'
}

const link = (node: string, network: string, address: string, number: number, name = 'eth0'): Link => ({
  node,
  interface: name,
  network,
  mac: `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`,
  address,
})

export function castOf({ replicas = 2, times = 4, router }: Shape = {}): Cast {
  const [subnet, network] = router === 'servers' ? ['10.0.1', 'back'] : ['10.0.0', 'lan']
  const servers = Array.from({ length: replicas }, (_, index) =>
    link(`rs${index + 1}`, network, `${subnet}.${11 + index}`, 17 + index),
  )
  const client =
    router === 'client' ? link('client', 'wan', '192.0.2.2', 2) : link('client', 'lan', '10.0.0.2', 2)
  const common = { times, client, director: link('director', 'lan', '10.0.0.3', 3), servers }
  if (router === undefined) return { ...common, station: client }
  const [nearName, farName] = router === 'client' ? ['eth1', 'eth0'] : ['eth0', 'eth1']
  const near = link('router', 'lan', '10.0.0.1', 9, nearName)
  const far = link(
    'router',
    client.network === 'lan' ? 'back' : 'wan',
    router === 'client' ? '192.0.2.1' : '10.0.1.1',
    8,
    farName,
  )
  return { ...common, station: router === 'client' ? near : client, router: { near, far } }
}

/** Every cable end, node by node. */
export function linksOf({ client, director, servers, router }: Cast): Link[] {
  return [client, ...(router ? [router.far, router.near] : []), director, ...servers]
}

export function serviceOf({ servers }: Cast) {
  const listed = servers.map(({ address }) => ({ address, port: 80, method: 'dr', weight: 1 }) as const)
  return { protocol: 'tcp', address: VIP, port: 80, scheduler: 'rr', servers: listed } satisfies IpvsService
}

/** What the kernels of a healthy run hold, before any test changes it. */
export function kernelStates(cast: Cast): NodeState[] {
  const nodes = [...new Set(linksOf(cast).map(({ node }) => node))]
  return nodes.map((node) => {
    const isServer = cast.servers.some((server) => server.node === node)
    const links = linksOf(cast).filter((one) => one.node === node)
    return {
      node,
      interfaces: [
        {
          name: 'lo',
          addresses: ['127.0.0.1/8', ...(isServer ? [`${VIP}/32`] : [])],
          up: true,
          carrier: true,
          receiveErrors: 0,
        },
        ...links.map((one) => ({
          name: one.interface,
          mac: one.mac,
          addresses: addressesOn(one),
          up: true,
          carrier: true,
          receiveErrors: 0,
        })),
      ],
      neighbours: node === cast.station.node ? [neighbour(cast)] : [],
      routes: routesOf(cast, node, links),
      sysctls: isServer ? sysctls(links, 1, 2) : sysctls(links, 0, 0),
      counters: { 'Ip.InAddrErrors': 0 },
      ipvs: node === 'director' ? [serviceOf(cast)] : [],
      netfilter: [],
      daemons: [],
      listening: isServer ? [80] : [],
      ...(node === 'director' && { ipvsCounters: healthyCounters(cast) }),
    }
  })
}

const addressesOn = (one: Link): string[] => [
  `${one.address}/24`,
  ...(one.node === 'director' ? [`${VIP}/32`] : []),
]

const neighbour = ({ station, director }: Cast) =>
  ({ address: VIP, interface: station.interface, mac: director.mac, state: 'reachable' }) as const

export function healthyCounters({ times }: Cast) {
  return { connections: times, inPackets: 5 * times, outPackets: 0, inBytes: 300 * times, outBytes: 0 }
}

function routesOf({ router, servers }: Cast, node: string, links: readonly Link[]): NodeState['routes'] {
  const connected = links.flatMap(({ address, interface: dev }) => [
    { type: 'local', to: address, dev, source: address, table: 'local' },
    { type: 'unicast', to: address.replace(/\d+$/, '0/24'), dev, source: address, table: 'main' },
  ])
  const isServer = servers.some((server) => server.node === node)
  const vip = isServer ? [{ type: 'local', to: VIP, dev: 'lo', source: VIP, table: 'local' }] : []
  const gateway = [router?.near, router?.far].find((end) => end?.network === links[0]?.network)
  if (gateway === undefined || node === 'router') return [...connected, ...vip]
  return [
    ...connected,
    ...vip,
    { type: 'unicast', to: 'default', via: gateway.address, dev: 'eth0', table: 'main' },
  ]
}

function sysctls(links: readonly Link[], ignore: number, announce: number): Record<string, string> {
  const zeros = ['lo', ...links.map((one) => one.interface)].flatMap((device) =>
    ['arp_ignore', 'arp_announce', 'accept_local'].map((setting) => [`ipv4.conf.${device}.${setting}`, '0']),
  )
  return {
    ...Object.fromEntries(zeros),
    'ipv4.ip_forward': '0',
    'ipv4.conf.all.arp_ignore': String(ignore),
    'ipv4.conf.all.arp_announce': String(announce),
    'ipv4.conf.all.accept_local': '0',
  }
}
