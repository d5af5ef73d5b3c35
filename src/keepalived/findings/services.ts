import type { Place } from '../../text/source.ts'
import type { Director, RealServer, Server, VirtualServer } from '../model/types.ts'
import type { Notes } from '../notes.ts'

/** Findings about virtual servers, as validate_check_config() in check_data.c of keepalived 2.2.7 and beyond it. */
export function examineServices(director: Director, notes: Notes): void {
  for (const service of director.services) {
    if (service.servers.length === 0)
      notes.error('no-real-servers', service.place, 'this virtual server has no real server', {
        remedy: 'keepalived leaves it out.',
      })
    examineSettings(service, notes)
    examineQuorum(service, notes)
    for (const server of targets(service)) examinePort(service, server, notes)
    for (const server of targets(service)) examineFamily(service, server, notes)
    examineTwice(service, notes)
  }
  servedTwice(director, notes)
  nowhereHeld(director, notes)
}

const targets = ({ servers, sorry }: VirtualServer): Server[] => [...servers, ...(sorry ? [sorry] : [])]

const placeOf = (
  { given, place }: { given: ReadonlyMap<string, Place>; place: Place },
  ...keys: string[]
): Place => keys.map((key) => given.get(key)).find((one) => one !== undefined) ?? place

function examineSettings(service: VirtualServer, notes: Notes): void {
  const { given, place, protocol, scheduler, at } = service
  const byAddress = at.some((one) => one.kind === 'address')
  if (
    !given.has('lb_kind') &&
    !given.has('lvs_method') &&
    service.servers.some((one) => !one.given.has('lvs_method'))
  )
    notes.warn('method-missing', place, 'no forwarding method: NAT is used', { suggestion: 'lvs_method NAT' })
  if (byAddress && !given.has('protocol'))
    notes.error('protocol-missing', place, `no protocol: keepalived takes ${protocol.toUpperCase()}`, {
      suggestion: 'protocol TCP',
    })
  if (!byAddress && given.has('protocol'))
    notes.warn('protocol-ignored', placeOf(service, 'protocol'), 'a firewall mark has no protocol', {
      remedy: 'keepalived goes on without this line.',
    })
  if (!given.has('lb_algo') && !given.has('lvs_sched'))
    notes.warn('scheduler-missing', place, `no scheduler: ${scheduler} is used`)
}

function examineQuorum(service: VirtualServer, notes: Notes): void {
  const weights = service.servers.reduce((sum, { weight }) => sum + weight, 0)
  const { quorum, hysteresis } = service
  if (quorum > weights && service.servers.length > 0)
    notes.error(
      'quorum',
      placeOf(service, 'quorum'),
      `the weights add up to ${weights}, and the quorum is ${quorum}`,
      {
        remedy: `keepalived lowers it to ${weights}.`,
      },
    )
  else if (hysteresis >= quorum && service.given.has('hysteresis'))
    notes.error(
      'quorum',
      placeOf(service, 'hysteresis'),
      `the hysteresis has to be below the quorum of ${quorum}`,
      {
        remedy: `keepalived lowers it to ${quorum - 1}.`,
      },
    )
}

/** DR and TUN leave the packet as it is: nothing can change its port. */
function examinePort(service: VirtualServer, server: Server, notes: Notes): void {
  const { method, givenPort, place } = server
  if (method === 'NAT' || givenPort === 0) return
  const other = service.at.find((one) => one.kind === 'fwmark' || one.port !== givenPort)
  if (!other) return
  const mark = other.kind === 'fwmark'
  const message = mark
    ? `a port has no meaning with ${method} and a firewall mark`
    : `${method} cannot map port ${other.port} to ${givenPort}`
  notes.error('port-mapping', place, message, {
    remedy: `keepalived says so in its log only, and goes on with ${mark ? 'the port of the packet' : `port ${other.port}`}.`,
  })
}

function examineFamily({ at }: VirtualServer, { address, method, place }: Server, notes: Notes): void {
  const six = address.includes(':')
  const other = at.find((one) => one.kind === 'address' && one.address.includes(':') !== six)
  if (other && method !== 'TUN')
    notes.error('family', place, `an IPv${six ? 6 : 4} server for an IPv${six ? 4 : 6} service`, {
      remedy: 'Only TUN can do that; keepalived leaves the server out.',
    })
}

function examineTwice({ servers }: VirtualServer, notes: Notes): void {
  for (const [index, one] of servers.entries())
    if (servers.slice(0, index).some((other) => sameServer(one, other)))
      notes.error(
        'server-twice',
        one.place,
        `${one.address} port ${one.port} is a real server of this service already`,
        {
          remedy: 'keepalived leaves this one out.',
        },
      )
}

const sameServer = (one: RealServer, other: RealServer): boolean =>
  one.address === other.address && one.port === other.port

function servedTwice({ services }: Director, notes: Notes): void {
  const seen = new Set<string>()
  for (const { at, protocol } of services)
    for (const one of at) {
      const key = one.kind === 'fwmark' ? `fwmark ${one.mark}` : `${protocol} ${one.address} port ${one.port}`
      if (seen.has(key)) notes.error('service-twice', one.place, `${key} is a virtual server already`)
      seen.add(key)
    }
}

/** IPVS takes what arrives for a local address only; somebody has to bring it up. */
function nowhereHeld({ services, instances, addresses }: Director, notes: Notes): void {
  const held = new Set([
    ...instances.flatMap((one) => [...one.addresses, ...one.excluded]).map(({ address }) => address),
    ...addresses.map(({ address }) => address),
  ])
  const told = new Set<string>()
  for (const one of services.flatMap(({ at }) => at)) {
    if (one.kind === 'fwmark' || held.has(one.address) || told.has(one.address)) continue
    told.add(one.address)
    notes.warn('vip-nowhere', one.place, `nothing in this file brings up ${one.address}`, {
      remedy:
        'It has to be on the director all the same; a virtual_ipaddress of a VRRP instance would do it.',
    })
  }
}
