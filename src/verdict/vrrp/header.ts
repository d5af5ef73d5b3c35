import { addressName } from '../../journey/notation.ts'
import type { VrrpMember } from '../../lab/expectations/vrrp-types.ts'
import { hopText } from '../say.ts'
import { linkAddresses, type View } from '../view.ts'
import { listed } from '../words.ts'
import type { Advert } from './adverts.ts'

type OfMember = Advert & { readonly member: VrrpMember }

/** The groups of VRRP, and their MAC addresses (RFC 5798, section 5.1.1; RFC 1112, section 6.4; RFC 2464, section 7). */
const GROUPS = {
  IPv4: { address: '224.0.0.18', mac: '01:00:5e:00:00:12' },
  IPv6: { address: 'ff02::12', mac: '33:33:00:00:00:12' },
} as const

/** From an address of the node's own to the group, or to one of the peers where the configuration names any. */
export function addressed(view: View, { hop, by, member: { instance } }: OfMember): string | undefined {
  const { unicast, source } = instance
  const group = GROUPS[isIpv6(instance) ? 'IPv6' : 'IPv4']
  const peers = unicast?.peers.map((text) => text.split(/\s/)[0] ?? text)
  const own = source === undefined ? linkAddresses(view.stateByNode.get(by)) : [source]
  const isThere = peers ? peers.includes(hop.destination) : isTo(hop, group)
  return isThere && own.includes(hop.source) ? undefined : hopText(view, hop)
}

const isTo = (hop: OfMember['hop'], { address, mac }: { readonly address: string; readonly mac: string }) =>
  hop.destination === address && hop.destinationMac === mac

/** What nobody else can have forwarded has a TTL, or hop limit, of 255 (RFC 5798, section 5.1.1.3). */
export function ttl({ hop }: OfMember): string | undefined {
  return hop.ttl === 255 ? undefined : `TTL ${hop.ttl}`
}

/** The MAC of the interface, or the virtual one with use_vmac (RFC 5798, section 7.3). */
export function sourceMac(view: View, { hop, member }: OfMember): string | undefined {
  const { node, instance } = member
  const links = view.stateByNode.get(node)?.interfaces ?? []
  const own = links.filter(({ name, mac }) => mac !== undefined && name === (instance.interface ?? name))
  const wanted = instance.vmac ? [virtualMac(member)] : own.flatMap(({ mac }) => mac ?? [])
  return wanted.includes(hop.sourceMac)
    ? undefined
    : `source MAC ${hop.sourceMac} instead of ${listed(wanted, 'or')}`
}

function virtualMac({ instance }: VrrpMember): string {
  const family = isIpv6(instance) ? '02' : '01'
  return `00:00:5e:00:${family}:${(instance.routerId ?? 0).toString(16).padStart(2, '0')}`
}

/** As version 2 tells it (RFC 2338, section 5.3.6). */
const AUTHENTICATION = { none: 0, PASS: 1, AH: 2 } as const

/** What every advert says of the virtual router: version, id, addresses, interval, authentication; and its checksum. */
export function message({ names }: View, { facts, member: { instance } }: OfMember): string | undefined {
  const { version, advertSeconds, addresses, authentication } = instance
  const own = (list: readonly string[]) => listed(list.map((one) => addressName(one, names)).toSorted())
  const fields = [
    ['version', facts.version, version],
    ['router', facts.routerId, instance.routerId],
    ['interval', `${facts.interval} ms`, `${Math.round(advertSeconds * 1000)} ms`],
    ['addresses', own(facts.addresses), own(addresses.map(({ address }) => address))],
    ...(version === 2
      ? [['authentication', facts.authentication, AUTHENTICATION[authentication?.type ?? 'none']] as const]
      : []),
  ] as const
  const texts = fields.flatMap(([what, is, meant]) =>
    is === meant ? [] : [`${what} ${is} instead of ${meant}`],
  )
  const broken = facts.checksum === 'bad' ? ['a bad checksum'] : []
  const all = [...texts, ...broken]
  return all.length === 0 ? undefined : all.join(', ')
}

function isIpv6({ addresses }: VrrpMember['instance']): boolean {
  return addresses[0]?.address.includes(':') ?? false
}
