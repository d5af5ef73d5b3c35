import { endpointOf } from '../probes/target.ts'
import type { Probe } from '../probes/types.ts'
import { PROXIES } from '../programs/catalogue.ts'
import type { Path } from '../text/tree.ts'
import type { Node } from '../topology/types.ts'
import type { ModeInput } from './schema.ts'
import { namesOf, probeNamed, type Setting, theOnly } from './setting.ts'
import type { ModeExpectation, PromisedServer } from './types.ts'

/**
 * Who plays which part where a proxy stands before servers. Its configuration is its own affair: what it does not say
 * follows from who runs a proxy, which probe asks it, and who else runs servers.
 */
export function resolveProxy(input: ModeInput, path: Path, setting: Setting): ModeExpectation | undefined {
  const director = proxyOf(input.director, path, setting)
  const probe = director && proxiedProbe(input.probe, director, path, setting)
  if (!director || !probe) return undefined
  const { address, port = 0 } = endpointOf(probe)
  return {
    kind: 'mode',
    mode: 'proxy',
    family: address.includes(':') ? 'IPv6' : 'IPv4',
    protocol: 'tcp',
    as: input.as ?? 'proxy',
    probe: probe.name,
    director: director.name,
    servers: serversOf(input, director, probe, path, setting).map((node) => promised(node, port)),
    others: [],
  }
}

function proxyOf(name: string | undefined, path: Path, setting: Setting): Node | undefined {
  const { promising, inventory, findings } = setting
  if (name === undefined) {
    const proxies = promising.filter(isProxy)
    return theOnly(proxies, `director (a node with ${PROXIES.join(', ')})`, 'director', path, findings)
  }
  const at = [...path, 'director']
  const host = inventory.one(name, at)
  const node = promising.find((one) => one.name === host?.name)
  if (node === undefined || isProxy(node)) return node
  return findings.error(at, `"${name}" runs none of ${PROXIES.join(', ')}`)
}

const isProxy = ({ programs }: Node): boolean => programs.some(({ program }) => PROXIES.includes(program))

function proxiedProbe(
  name: string | undefined,
  director: Node,
  path: Path,
  setting: Setting,
): Probe | undefined {
  if (name !== undefined) {
    const at = [...path, 'probe']
    const probe = probeNamed(name, at, setting)
    if (!probe || endpointOf(probe).protocol === 'tcp') return probe
    return setting.findings.error(at, `a ${probe.kind} probe asks no proxy`)
  }
  const held = new Set(director.addresses.map(({ cidr }) => cidr.split('/')[0]))
  const asking = setting.probes.filter(
    (probe) => endpointOf(probe).protocol === 'tcp' && held.has(endpointOf(probe).address),
  )
  return theOnly(asking, `probe of a proxy on "${director.name}"`, 'probe', path, setting.findings)
}

function serversOf(
  { servers }: ModeInput,
  director: Node,
  probe: Probe,
  path: Path,
  setting: Setting,
): Node[] {
  const given = servers && namesOf(servers, [...path, 'servers'], setting)
  const found = setting.promising.filter(({ name, daemons, programs }) =>
    given
      ? given.includes(name)
      : name !== director.name && name !== probe.from && daemons.length + programs.length > 0,
  )
  if (found.length === 0) setting.findings.error(path, 'no other node of this lab runs a server')
  return found
}

/** Where a server listens: its first port of HTTP, or else of HTTPS, or the one that clients know. */
function promised({ name, daemons }: Node, port: number): PromisedServer {
  const web = ['http', 'https'].flatMap((kind) => daemons.find((daemon) => daemon.kind === kind) ?? [])
  return { node: name, port: web[0]?.ports[0] ?? port }
}
