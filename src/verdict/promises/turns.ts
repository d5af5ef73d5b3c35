import { roundOf } from '../../lab/probes/round.ts'
import type { ModeRoles } from '../roles.ts'
import { serviceAt } from '../service.ts'
import { attemptsAt, exchangesAmong, receiversOf } from '../traffic.ts'
import type { IpvsServer } from '../types.ts'
import { holderOf, ownAddresses, type View } from '../view.ts'
import { count } from '../words.ts'

const takesPart = ({ weight }: IpvsServer): boolean => weight > 0

/** Addresses of every real server that the director's kernel has, whatever the service. */
export function scheduledAddresses(view: View, { director }: ModeRoles): string[] {
  const services = view.stateByNode.get(director)?.ipvs ?? []
  return services.flatMap(({ servers }) => servers.map(({ address }) => address))
}

/** Addresses of the real servers that the kernel's service has, and of those promised that it has not. */
export function dueAddresses(view: View, roles: ModeRoles): string[] {
  const scheduled = (serviceAt(view, roles)?.servers ?? []).filter(
    ({ address }) => !roles.others.includes(holderOf(view, address)),
  )
  const held = roles.servers.map((server) => ownAddresses(view, server, roles.vip))
  const missing = held.filter((own) => !scheduled.some(({ address }) => own.includes(address)))
  return [
    ...scheduled.filter(takesPart).map(({ address }) => address),
    ...missing.flatMap(([rip]) => rip ?? []),
  ]
}

/** Why a real server may have got no request without anything being wrong; undefined where each got its turn. */
export function whyUnmet(view: View, roles: ModeRoles): string | undefined {
  const { scheduler = '', servers = [] } = serviceAt(view, roles) ?? {}
  const round = roundOf(
    scheduler,
    servers.filter(takesPart).map(({ weight }) => weight),
  )
  if (round === undefined)
    return scheduler === '' ? 'IPVS has no such service' : `${scheduler} does not serve each in turn`
  const exchanges = exchangesAmong(attemptsAt(view, roles))
  const got = exchanges.filter((exchange) => receiversOf(view, exchange, [roles.director]).size > 0).length
  return got < round
    ? `${roles.director} got ${count(got, 'request')}, less than one round of ${round}`
    : undefined
}
