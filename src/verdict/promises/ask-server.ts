import { addressName } from '../../journey/notation.ts'
import { roundOf } from '../../lab/probes/round.ts'
import { asks, claims } from '../arp.ts'
import { every, type Finding, inconclusive, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { arpText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { reachedServers, receiversOf, trafficOf } from '../traffic.ts'
import type { IpvsServer, IpvsService } from '../types.ts'
import { linkAddresses, ownAddresses, type View } from '../view.ts'
import { count, listed } from '../words.ts'

/**
 * Each real server of the service is asked for once, unless it spoke to the director first. An owner of the VIP
 * answers no question that comes from the VIP: the director must ask with its own address.
 */
export const arpRipAsked: ModePromise = (roles) => ({
  id: 'arp-rip-asked',
  stage: 'ask-server',
  title: 'The director asks for each real server with its own address',
  expected: `${roles.director}:ff/who-has RIP tell DIP, answered by ${roles.labels.server}`,
  check: (view) => checkServerAsks(view, roles),
})

function checkServerAsks(view: View, roles: ModeRoles): Finding {
  const wording = {
    noun: 'real server address',
    none: `${roles.director} never asked for the address of a real server`,
    points: pointsOf(view.lab, roles.director),
  }
  const met = metAddresses(view, roles)
  const unmet = dueAddresses(view, roles).filter((address) => !met.includes(address))
  const spared = whyUnmet(view, roles)
  const wanted = met.length === 0 || spared !== undefined ? met : [...met, ...unmet]
  const finding = every(view, wanted, wording, (address) => showServerAsk(view, roles, address))
  if (finding.status !== 'pass' || spared === undefined || unmet.length === 0) return finding
  const names = listed(unmet.map((address) => addressName(address, view.names)))
  return inconclusive(`${finding.observed}, and no request for ${names}: ${spared}`, finding.frames)
}

function serviceOf(view: View, { director, vip, port }: ModeRoles): IpvsService | undefined {
  return view.stateByNode
    .get(director)
    ?.ipvs.find((one) => one.protocol === 'tcp' && one.address === vip && one.port === port)
}

const takesPart = ({ weight }: IpvsServer): boolean => weight > 0

/** Addresses of the real servers that the kernel's service has, and of those promised that it has not. */
function dueAddresses(view: View, roles: ModeRoles): string[] {
  const scheduled = serviceOf(view, roles)?.servers ?? []
  const held = roles.servers.map((server) => ownAddresses(view, server, roles.vip))
  const missing = held.filter((own) => !scheduled.some(({ address }) => own.includes(address)))
  return [
    ...scheduled.filter(takesPart).map(({ address }) => address),
    ...missing.flatMap(([rip]) => rip ?? []),
  ]
}

/** Why a real server may have got no request without anything being wrong; undefined where each got its turn. */
function whyUnmet(view: View, roles: ModeRoles): string | undefined {
  const { scheduler = '', servers = [] } = serviceOf(view, roles) ?? {}
  const round = roundOf(
    scheduler,
    servers.filter(takesPart).map(({ weight }) => weight),
  )
  if (round === undefined)
    return scheduler === '' ? 'IPVS has no such service' : `${scheduler} does not serve each in turn`
  const { exchanges } = trafficOf(view, roles.probe)
  const got = exchanges.filter((exchange) => receiversOf(view, exchange, [roles.director]).size > 0).length
  return got < round
    ? `${roles.director} got ${count(got, 'request')}, less than one round of ${round}`
    : undefined
}

/** Addresses of real servers that the director asked for, and of those that were sent requests. */
function metAddresses(view: View, roles: ModeRoles): string[] {
  const scheduled = view.stateByNode.get(roles.director)?.ipvs.flatMap(({ servers }) => servers) ?? []
  const held = roles.servers.flatMap((server) => ownAddresses(view, server, roles.vip))
  const known = [...held, ...scheduled.map(({ address }) => address)]
  const asked = asks(view, roles.director).map(({ target }) => target)
  const reached = reachedServers(view, roles).flatMap((server) =>
    ownAddresses(view, server, roles.vip).slice(0, 1),
  )
  return [...new Set([...asked.filter((target) => known.includes(target)), ...reached])]
}

function showServerAsk(view: View, { director, servers, vip }: ModeRoles, address: string): Shown {
  const asked = asks(view, director).filter(({ target }) => target === address)
  const own = ownAddresses(view, director, vip)
  const wrong = asked.find(({ tell }) => !own.includes(tell))
  if (wrong !== undefined) return { deviation: { text: arpText(view, wrong), frame: wrong.frame } }
  const first = asked.find(({ broadcast }) => broadcast)
  const holders = servers.filter((server) => linkAddresses(view.stateByNode.get(server)).includes(address))
  if (first === undefined) {
    const told = introduction(view, holders, address, own)
    if (told !== undefined) return { frames: [told.frame] }
    return { deviation: { text: `${director} never asked who-has ${addressName(address, view.names)}` } }
  }
  const answer = claims(view, address).find(({ by }) => holders.includes(by))
  if (answer === undefined)
    return { deviation: { text: `${arpText(view, first)}, unanswered`, frame: first.frame, unseen: true } }
  return { frames: [first.frame, answer.frame] }
}

/** Whoever is asked learns who asks (RFC 826): the director needs not ask back. */
function introduction(view: View, holders: readonly string[], address: string, own: readonly string[]) {
  return asks(view).find(
    ({ by, tell, target }) => holders.includes(by) && tell === address && own.includes(target),
  )
}
