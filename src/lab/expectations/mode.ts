import { serviceOf } from '../probes/service.ts'
import type { Path } from '../text/tree.ts'
import type { AddressedService, ForwardingMethod } from '../topology/virtual-service.ts'
import type { IpvsMode } from '../vocabulary.ts'
import { directorOf, serviceProbe } from './director.ts'
import { resolveProxy } from './proxy.ts'
import type { ModeInput } from './schema.ts'
import { broken, namesOf, type Setting } from './setting.ts'
import type { ExpectationSpec, ModeExpectation, PromisedServer } from './types.ts'

/** The method of ipvsadm that a mode is made with: full NAT is masquerading, and a rule of iptables beside it. */
const METHODS: Readonly<Record<IpvsMode, ForwardingMethod>> = {
  dr: 'dr',
  nat: 'nat',
  tun: 'tun',
  fullnat: 'nat',
}

export function resolveMode(input: ModeInput, path: Path, setting: Setting): ModeExpectation | undefined {
  const { name } = input
  return name === 'proxy'
    ? resolveProxy(input, path, setting)
    : resolveIpvs({ ...input, name }, path, setting)
}

function resolveIpvs(
  input: ModeInput & { readonly name: IpvsMode },
  path: Path,
  setting: Setting,
): ModeExpectation | undefined {
  const director = directorOf(input.director, input.probe, path, setting)
  const probe = director && serviceProbe(input.probe, director, path, setting)
  const service = probe && serviceOf(probe, director)
  if (!service) return undefined
  const served = input.servers
    ? namesOf(input.servers, [...path, 'servers'], setting)
    : serversBy(METHODS[input.name], service)
  if (served.length === 0 && !broken(setting.findings))
    setting.findings.error(path, 'the virtual service has no real server in this lab')
  return {
    kind: 'mode',
    mode: input.name,
    family: service.address.includes(':') ? 'IPv6' : 'IPv4',
    protocol: service.protocol,
    as: input.as ?? input.name,
    probe: probe.name,
    director: director.name,
    servers: served.map((node) => promised(service, node)),
    others: nodesOf(service).filter((node) => !served.includes(node)),
  }
}

const nodesOf = ({ servers }: Pick<AddressedService, 'servers'>): string[] =>
  servers.flatMap(({ node }) => node ?? [])

/** In a mixed service, a mode is about the real servers that it is configured for; else about all. */
function serversBy(wanted: ForwardingMethod, { servers }: AddressedService): string[] {
  const own = servers.filter(({ method }) => method === wanted)
  return nodesOf({ servers: own.length > 0 ? own : servers })
}

function promised({ servers, port }: AddressedService, node: string): PromisedServer {
  const configured = servers.find((server) => server.node === node)
  if (configured === undefined) return { node, port }
  return { node, port: configured.port, ...(configured.tunnel && { tunnel: configured.tunnel }) }
}

/** Directors in a row: whoever is a real server of another director's, for the same probe, gets its requests there. */
export function inRows(specs: readonly ExpectationSpec[]): ExpectationSpec[] {
  const modes = specs.filter((spec) => spec.kind === 'mode')
  return specs.map((spec) => {
    if (spec.kind !== 'mode') return spec
    const before = modes.find(
      ({ probe, servers }) => probe === spec.probe && servers.some(({ node }) => node === spec.director),
    )
    return before === undefined ? spec : { ...spec, via: before.director }
  })
}
