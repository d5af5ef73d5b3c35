import { isIP } from 'node:net'
import type { Place } from '../../text/source.ts'
import type { Block, Values } from '../grammar/field.ts'
import type { REAL_SERVER, VIRTUAL_SERVER } from '../grammar/servers.ts'
import type { Notes } from '../notes.ts'
import type { Word } from '../syntax/words.ts'
import { checkersOf } from './checkers.ts'
import { type Forwarding, forwardingOf } from './method.ts'
import { placesOf } from './places.ts'
import type { RealServer, Server, ServiceAddress, VirtualServer } from './types.ts'

type Service = Block<(typeof VIRTUAL_SERVER)['fields']>
type Given = Values<(typeof VIRTUAL_SERVER)['fields']>
type RealServerBlock = Block<(typeof REAL_SERVER)['fields']>

/** Seconds that persistence lasts when it has no number (IPVS_SVC_PERSISTENT_TIMEOUT in libipvs.h). */
const PERSISTENT_SECONDS = 360
/** IPVS_DEF_SCHED in ipvswrapper.h. */
const DEFAULT_SCHEDULER = 'wlc'
/** lvs_schedulers in check_parser.c. */
const SCHEDULERS = 'rr wrr lc wlc lblc sh mh dh fo ovf lblcr sed nq twos'.split(' ')
const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const
const FLAGS = [
  'ops',
  'flag-1',
  'flag-2',
  'flag-3',
  'sh-port',
  'sh-fallback',
  'mh-port',
  'mh-fallback',
] as const

/** A virtual server with the defaults of validate_check_config() in check_data.c of keepalived 2.2.7. */
export function serviceOf(
  { words, place, given }: Service,
  groups: ReadonlyMap<string, readonly ServiceAddress[]>,
  notes: Notes,
): VirtualServer | undefined {
  const at = listensTo(words, place, groups, notes)
  if (!at) return undefined
  const forwarding = methodOf(given, notes)
  const port = at.find((one) => one.kind === 'address')?.port ?? 0
  const persistentSeconds = persistence(given)
  const sorry = sorryOf(given, forwarding, port, notes)
  const { persistence_granularity: granularity } = given
  return {
    place,
    given: placesOf(given),
    at,
    ...(words[0]?.text === 'group' ? { group: words[1]?.text ?? '' } : {}),
    protocol: PROTOCOLS.find((one) => one === given.protocol?.value.toLowerCase()) ?? 'udp',
    scheduler: schedulerOf(given, notes) ?? DEFAULT_SCHEDULER,
    flags: FLAGS.filter((flag) => given[flag]),
    method: forwarding.method,
    ...(persistentSeconds === undefined ? {} : { persistentSeconds }),
    ...(granularity ? { granularity: granularity.value } : {}),
    quorum: given.quorum?.value ?? 1,
    hysteresis: given.hysteresis?.value ?? 0,
    haSuspend: given.ha_suspend !== undefined,
    ...(sorry ? { sorry } : {}),
    servers: (given.real_server?.value ?? [])
      .map((block) => realServerOf(block, given, forwarding, port, notes))
      .filter((server) => server !== undefined),
  }
}

/** `ADDRESS [PORT]`, `fwmark NUMBER` or `group NAME`. */
function listensTo(
  [first, second]: readonly Word[],
  place: Place,
  groups: ReadonlyMap<string, readonly ServiceAddress[]>,
  notes: Notes,
): readonly ServiceAddress[] | undefined {
  if (first?.text !== 'group') {
    const one = addressOf([first, second], place, notes)
    return one && [one]
  }
  const name = second?.text ?? ''
  const details = { known: groups.keys(), word: name }
  return groups.get(name) ?? notes.error('group-unknown', place, `no virtual_server_group "${name}"`, details)
}

/** One line of a virtual_server_group, or what stands behind virtual_server. */
export function addressOf(
  [first, second]: readonly (Word | undefined)[],
  place: Place,
  notes: Notes,
): ServiceAddress | undefined {
  if (first?.text === 'fwmark') return markOf(second?.text, place, notes)
  const [address = '', last] = (first?.text ?? '').split('-')
  const port = Number(second?.text ?? 0)
  if (isIP(address.split('/')[0] ?? '') === 0 || !(port >= 0 && port <= 65535))
    return notes.error('value', place, 'an address and a port are wanted here', { remedy: LEFT_OUT })
  return {
    kind: 'address',
    address,
    last: last === undefined ? address : rangeEnd(address, last),
    port,
    place,
  }
}

/** Marks have 32 bits; 0 is none. */
function markOf(text: string | undefined, place: Place, notes: Notes): ServiceAddress | undefined {
  const mark = Number(text)
  if (Number.isInteger(mark) && mark > 0 && mark < 2 ** 32) return { kind: 'fwmark', mark, place }
  return notes.error('value', place, 'a firewall mark from 1 to 4294967295 is wanted here', {
    remedy: 'keepalived goes on with an address that nobody gave, or crashes.',
  })
}

const LEFT_OUT = 'keepalived leaves it out.'

/** `10.0.0.3-10` ends with 10.0.0.10; a range may also name its last address in full. */
const rangeEnd = (first: string, last: string): string => (isIP(last) ? last : first.replace(/[^.:]*$/, last))

/** keepalived logs an unknown scheduler and goes on as if there were none. */
function schedulerOf({ lb_algo, lvs_sched }: Given, notes: Notes): string | undefined {
  const given = lvs_sched ?? lb_algo
  if (!given || SCHEDULERS.includes(given.value)) return given?.value
  const details = { known: SCHEDULERS, word: given.value }
  const message = `"${given.value}" is no scheduler, so ${DEFAULT_SCHEDULER} is used`
  return notes.error('scheduler-missing', given.place, message, details)
}

/** What keepalived uses where nothing is said. */
const NAT: Forwarding = { method: 'NAT' }

/** Both spellings are one setting; the later one counts. */
function methodOf({ lb_kind, lvs_method }: Given, notes: Notes): Forwarding {
  const both = [lb_kind, lvs_method].filter((one) => one !== undefined)
  const inOrder = both.toSorted((one, other) => one.place.start - other.place.start)
  return inOrder.reduce((before, one) => forwardingOf(one, before, notes), NAT)
}

function persistence({ persistence_timeout: timeout, persistence_granularity: granularity }: Given) {
  if (timeout) return timeout.value === '' ? PERSISTENT_SECONDS : Number(timeout.value)
  return granularity && PERSISTENT_SECONDS
}

function sorryOf(given: Given, forwarding: Forwarding, port: number, notes: Notes): Server | undefined {
  const { sorry_server: sorry, sorry_server_lvs_method: method } = given
  if (!sorry) return undefined
  const [address = '', givenPort] = sorry.value.split(/\s+/)
  const own = method ? forwardingOf(method, forwarding, notes) : forwarding
  return serverOf(address, givenPort, sorry.place, own, port, notes)
}

function serverOf(
  address: string,
  portText: string | undefined,
  place: Place,
  forwarding: Forwarding,
  servicePort: number,
  notes: Notes,
): Server | undefined {
  const givenPort = Number(portText ?? 0)
  if (isIP(address) === 0 || !(givenPort >= 0 && givenPort <= 65535))
    return notes.error('value', place, 'an address and a port are wanted here', { remedy: LEFT_OUT })
  const port = forwarding.method === 'NAT' && givenPort !== 0 ? givenPort : servicePort
  return { place, address, givenPort, port, ...forwarding }
}

function realServerOf(
  { words, place, given }: RealServerBlock,
  service: Given,
  forwarding: Forwarding,
  servicePort: number,
  notes: Notes,
): RealServer | undefined {
  const own = given.lvs_method ? forwardingOf(given.lvs_method, forwarding, notes) : forwarding
  const server = serverOf(words[0]?.text ?? '', words[1]?.text, place, own, servicePort, notes)
  if (!server) return undefined
  return {
    ...server,
    given: placesOf(given),
    weight: given.weight?.value ?? service.weight?.value ?? 1,
    inhibit: given.inhibit_on_failure?.value ?? service.inhibit_on_failure !== undefined,
    alpha: given.alpha?.value ?? service.alpha !== undefined,
    checkers: checkersOf(given, service, server),
  }
}
