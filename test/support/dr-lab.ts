import type { ExpectationSpec, SpreadExpectation } from '../../src/lab/expectations/types.ts'
import type { Node } from '../../src/lab/topology/types.ts'
import type { Lab } from '../../src/lab/types.ts'
import { type Cast, linksOf, VIP } from './cast.ts'
import { portOf } from './evidence.ts'

export function modeDr({ servers }: Cast): ExpectationSpec {
  const promised = servers.map(({ node }) => ({ node, port: 80 }))
  return {
    kind: 'mode',
    protocol: 'tcp',
    mode: 'dr',
    family: 'IPv4',
    as: 'dr',
    probe: 'web',
    director: 'director',
    servers: promised,
    others: [],
  }
}

/** Round robin over these servers, unless it is said otherwise. */
export function spreadOver(
  over: readonly string[],
  otherwise: Partial<SpreadExpectation> = {},
): SpreadExpectation {
  return {
    ...{ kind: 'spread', id: 'spread', probes: ['web'], director: 'director', scheduler: 'rr', over },
    ...{ service: { protocol: 'tcp', address: VIP, port: 80 }, persistent: false },
    weights: over.map(() => 1),
    ...otherwise,
  }
}

/** The lab that a cast plays; what kernels hold is evidence, and not part of it. */
export function labOf(cast: Cast, expectations: readonly ExpectationSpec[] = [modeDr(cast)]): Lab {
  const url = `http://${VIP}/`
  const names = [...new Set(linksOf(cast).map(({ node }) => node))]
  const networks = [...new Set(linksOf(cast).map(({ network }) => network))]
  return {
    name: 'dr',
    title: 'LVS direct routing on one LAN',
    file: '/labs/dr/lab.yaml',
    seed: '0',
    vars: {},
    networks: networks.map((name) => ({ name, subnet: '10.0.0.0/24', bridge: name })),
    nodes: names.map((name) => nodeOf(cast, name)),
    probes: [{ kind: 'http', name: 'web', from: 'client', times: cast.times, timeoutMs: 2000, url }],
    expectations,
    changes: [],
  }
}

function nodeOf(cast: Cast, name: string): Node {
  const links = linksOf(cast).filter(({ node }) => node === name)
  return {
    name,
    role: name.replace(/\d+$/, ''),
    replica: Number(/\d+$/.exec(name)?.[0] ?? 1),
    links: links.map((one) => ({
      ...{ device: one.interface, port: portOf(one), bridge: one.network, mac: one.mac },
    })),
    interfaces: links.map(({ interface: name, network }) => ({ name, network, link: name })),
    addresses: [],
    routes: [],
    sysctls: {},
    ipvs: [],
    daemons: [],
    programs: [],
    captures: [],
    tunnels: [],
    netfilter: [],
    nameServers: [],
  }
}
