import { type Place, positionOf } from '../../text/source.ts'
import type { Director, VrrpInstance } from '../model/types.ts'
import type { Finding, Notes } from '../notes.ts'

/**
 * Findings about two directors of which one has to take over for the other. keepalived sees one file at a time and
 * stays silent on all of them, until the first advert arrives.
 */
export function examinePair(one: Director, other: Director, notes: Notes): void {
  for (const instance of other.instances) {
    const partner = partnerOf(instance, one.instances)
    if (partner) compare(partner, instance, notes)
    else alone(instance, one, notes)
  }
  for (const instance of one.instances)
    if (!partnerOf(instance, other.instances)) alone(instance, other, notes)
}

/** The same virtual router on the other machine: the same id, or the same addresses under another id. */
const partnerOf = (one: VrrpInstance, others: readonly VrrpInstance[]): VrrpInstance | undefined =>
  others.find((other) => one.routerId === other.routerId && one.interface === other.interface) ??
  others.find((other) => one.routerId === other.routerId && sharesAddress(one, other)) ??
  others.find((other) => sharesAddress(one, other))

const addressesOf = ({ addresses }: VrrpInstance): string[] =>
  addresses.map(({ address }) => address).toSorted()

const sharesAddress = (one: VrrpInstance, other: VrrpInstance): boolean =>
  addressesOf(one).some((address) => addressesOf(other).includes(address))

function alone({ name, place }: VrrpInstance, { file }: Director, notes: Notes): void {
  notes.warn('pair-alone', place, `${file} has no VRRP instance for ${name}: nobody takes over`)
}

/** What happens when adverts are discarded (vrrp_check_packet() in vrrp.c). */
const BOTH = 'Each discards the adverts of the other, so both become master and hold the addresses.'

interface Difference {
  readonly id: Finding['id']
  readonly keyword: string
  readonly value: (instance: VrrpInstance) => string
  /** What to say instead of the value, which is secret. */
  readonly secret?: string
}

/** What two instances of one virtual router must have in common. */
const COMMON: readonly Difference[] = [
  {
    id: 'pair-router-id',
    keyword: 'virtual_router_id',
    value: ({ routerId }) => `virtual_router_id ${routerId}`,
  },
  { id: 'pair-version', keyword: 'version', value: ({ version }) => `VRRP version ${version}` },
  {
    id: 'pair-authentication',
    keyword: 'authentication',
    value: ({ authentication }) => authentication?.type ?? 'no authentication',
  },
  {
    id: 'pair-authentication',
    keyword: 'authentication',
    value: ({ authentication }) => authentication?.password ?? '',
    secret: 'a password',
  },
  {
    id: 'pair-interval',
    keyword: 'advert_int',
    value: ({ advertSeconds }) => `an advert every ${advertSeconds} s`,
  },
  {
    id: 'pair-addresses',
    keyword: 'virtual_ipaddress',
    value: (one) => addressesOf(one).join(' ') || 'no address',
  },
  {
    id: 'unicast-peers',
    keyword: 'unicast_peer',
    value: ({ unicast }) => (unicast ? 'adverts to single peers' : 'adverts to the multicast group'),
  },
]

function compare(one: VrrpInstance, other: VrrpInstance, notes: Notes): void {
  if (one.routerId === other.routerId && !sharesAddress(one, other) && one.name !== other.name)
    return void notes.error('vrid-twice', at(other, 'virtual_router_id'), sameId(one, other), {
      remedy: BOTH,
    })
  for (const difference of COMMON) compareOne(difference, one, other, notes)
  comparePriority(one, other, notes)
}

function compareOne(
  { id, keyword, value, secret }: Difference,
  one: VrrpInstance,
  other: VrrpInstance,
  notes: Notes,
): void {
  if (value(one) === value(other) || (id === 'pair-interval' && one.version === 3)) return
  const there = where(at(one, keyword))
  const message = secret
    ? `${secret} here, and another at ${there}`
    : `${value(other)} here, and ${value(one)} at ${there}`
  notes.error(id, at(other, keyword), message, { remedy: BOTH })
}

const sameId = (one: VrrpInstance, other: VrrpInstance): string =>
  `${one.name} at ${where(one.place)} uses virtual router id ${other.routerId} for other addresses`

function comparePriority(one: VrrpInstance, other: VrrpInstance, notes: Notes): void {
  const [low, high] = one.priority < other.priority ? [one, other] : [other, one]
  if (one.priority === other.priority)
    notes.warn(
      'pair-priority',
      at(other, 'priority'),
      `priority ${other.priority} ${onBoth(at(other, 'priority'), at(one, 'priority'))}`,
      {
        remedy:
          'The file does not say who is master: it is who started first, or who has the higher address.',
      },
    )
  else if (low.state === 'MASTER' && high.state === 'BACKUP' && high.preempt)
    notes.warn(
      'state-priority',
      at(low, 'state'),
      `starts as master, and gives way to ${high.priority} at ${where(at(high, 'priority'))}`,
    )
  if (one.state === 'MASTER' && other.state === 'MASTER')
    notes.warn(
      'pair-state',
      at(other, 'state'),
      `state MASTER ${onBoth(at(other, 'state'), at(one, 'state'))}`,
      {
        remedy:
          'Both hold the addresses until the first advert arrives. State BACKUP on both is enough: the priority decides.',
      },
    )
}

const at = ({ given, place }: VrrpInstance, keyword: string): Place => given.get(keyword) ?? place

/** Two directors may read one line: of one file, with different ids or the same. */
const onBoth = (here: Place, there: Place): string =>
  where(here) === where(there) ? 'on both directors' : `here and at ${where(there)}`

const where = ({ source, start }: Place): string => `${source.path}:${positionOf(source.text, start).line}`
