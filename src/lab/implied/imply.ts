import { dirname, join, relative } from 'node:path'
import type { Source } from '../../text/source.ts'
import { parseAddress } from '../topology/ip.ts'
import { balancersOf, boundTo, connectBalancer } from './balancers.ts'
import { serveAll } from './checks.ts'
import { refuseIncludes, tellScripts } from './files.ts'
import { heldAlone } from './held.ts'
import { labFile } from './lab-file.ts'
import { attach, machinesOf } from './machines.ts'
import { Networks } from './networks.ts'
import { Said } from './said.ts'
import { isHeld, servicesOf, targetsOf } from './services.ts'
import { writeLab } from './text.ts'
import type { Balancer, Implied, Machine, Part, Service, Wishes } from './types.ts'

/**
 * The lab that configurations imply, one a director: networks that fit their addresses, the real servers with what
 * these need, a client behind a router, and a probe for every virtual server with all that its mode promises.
 */
export function implyLab(parts: readonly Part[], wishes: Wishes): Implied {
  const said = new Said()
  refuseIncludes(parts, said)
  tellScripts(parts, said)
  const balancers = balancersOf(parts)
  const networks = new Networks()
  for (const one of balancers) connectBalancer(one, networks, said)
  const services = servicesOf(balancers, said)
  const machines = placeServers(services, balancers, networks, said)
  const held = heldAlone(balancers, services, machines, networks, said)
  if (services.length + held.length === 0) refuseEmpty(parts, said)
  if (said.errors.length > 0) return { ok: false, errors: said.errors }
  const lab = labFile({ balancers, networks, services, machines, held, said }, wishes)
  if (said.errors.length > 0) return { ok: false, errors: said.errors }
  return { ok: true, text: writeLab(lab, said.notes, (source) => pathOf(source, parts)), notes: said.notes }
}

/** Networks of the addresses that no interface of the file speaks for, and the machines behind them. */
function placeServers(
  services: readonly Service[],
  balancers: readonly Balancer[],
  networks: Networks,
  said: Said,
): Machine[] {
  for (const { holder, vip, mark } of services)
    if (mark === undefined && !isHeld(vip, holder))
      attach(holder.name, networks.around(vip, 'front'), networks)
  for (const { holder } of services)
    if (networks.networksOf(holder.name).length === 0)
      attach(holder.name, networks.apart(FRONTS, 'front'), networks)
  const machines = machinesOf(targetsOf(services), balancers, networks, said)
  for (const { name, part } of balancers)
    for (const address of boundTo(part.director).flatMap((text) => parseAddress(text) ?? []))
      attach(name, networks.around(address, 'checks'), networks)
  serveAll(machines, networks, said)
  return machines
}

/** Prefixes of RFC 5737 that examples may use. */
const FRONTS = ['198.51.100.0/24', '203.0.113.0/24']

function refuseEmpty(parts: readonly Part[], said: Said): void {
  const [source] = parts.flatMap(({ director }) => director.sources)
  if (source && said.errors.length === 0)
    said.refuse(
      { source, start: 0, end: 0 },
      'it brings up no address and makes no virtual server that a client could ask',
    )
}

/** Path of a configuration from the lab file. */
function pathOf({ path }: Source, parts: readonly Part[]): string {
  const part = parts.find(({ director }) => director.sources.some((source) => source.path === path))
  if (!part) return path
  return join(dirname(part.file), relative(dirname(part.director.file), path))
}
