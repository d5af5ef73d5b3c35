import { isIPv6 } from 'node:net'
import type { Place } from '../../text/source.ts'
import type { Director, VrrpInstance } from '../model/types.ts'
import type { Notes } from '../notes.ts'

/** Findings about the VRRP instances of one file. */
export function examineInstances({ instances }: Director, notes: Notes): void {
  for (const one of instances) {
    examineIdentity(one, notes)
    examineState(one, notes)
    examineProtocol(one, notes)
  }
  usedTwice(instances, notes)
}

const at = ({ given, place }: VrrpInstance, key: string): Place => given.get(key) ?? place

function examineIdentity(one: VrrpInstance, notes: Notes): void {
  const { name, place, given } = one
  if (one.routerId === undefined)
    notes.error('vrid-missing', place, `VRRP instance ${name} has no virtual_router_id`, {
      remedy: 'keepalived ends.',
    })
  if (one.interface === undefined && !one.unicast)
    notes.error('interface-missing', place, `VRRP instance ${name} has no interface`, {
      remedy: 'keepalived ends.',
    })
  if (one.addresses.length === 0)
    notes.error('no-addresses', place, `VRRP instance ${name} has no virtual_ipaddress`)
  if (!one.unicast && (given.has('unicast_src_ip') || given.has('unicast_peer')))
    notes.error(
      'unicast-peers',
      given.get('unicast_peer') ?? at(one, 'unicast_src_ip'),
      'unicast without a peer',
      {
        remedy: 'keepalived falls back to multicast.',
      },
    )
}

function examineState(one: VrrpInstance, notes: Notes): void {
  const { given, state, priority } = one
  if (state === 'MASTER' && given.has('nopreempt'))
    notes.error('preempt-ignored', at(one, 'nopreempt'), 'nopreempt has no effect with state MASTER', {
      remedy: 'Set state BACKUP on both directors.',
    })
  if (given.has('preempt_delay') && (state === 'MASTER' || given.has('nopreempt')))
    notes.error(
      'preempt-ignored',
      at(one, 'preempt_delay'),
      `preempt_delay has no effect with ${state === 'MASTER' ? 'state MASTER' : 'nopreempt'}`,
    )
  if (one.strict && (state === 'MASTER') !== (priority === 255))
    notes.error(
      'state-priority',
      at(one, 'state'),
      `in strict mode state ${state} does not go with priority ${priority}`,
      {
        remedy:
          'RFC 5798: the owner of the addresses has priority 255 and is master; nobody else starts as master.',
      },
    )
  if (!one.accept)
    notes.warn(
      'strict-drops-vip',
      at(one, given.has('no_accept') ? 'no_accept' : 'strict_mode'),
      `${one.name} drops every packet to its addresses`,
      {
        remedy:
          'A packet filter in front of IPVS does it: virtual servers on them do not answer. "accept" turns it off.',
      },
    )
}

function examineProtocol(one: VrrpInstance, notes: Notes): void {
  const { given, version, strict, name } = one
  const why = strict ? 'strict mode' : 'VRRP version 3'
  if (given.has('authentication') && (version === 3 || strict))
    notes.error(
      'authentication-ignored',
      at(one, 'authentication'),
      `${why} knows no authentication: ${name} has none`,
    )
  if (one.authentication?.type === 'AH' && one.state === 'MASTER' && one.priority !== 255)
    notes.error('state-ah', at(one, 'state'), `${name} cannot start as master with authentication AH`, {
      remedy: 'keepalived starts it as backup.',
    })
  if (given.has('lvs_sync_daemon_interface'))
    notes.warn('deprecated', at(one, 'lvs_sync_daemon_interface'), 'an old spelling', {
      remedy: `Write lvs_sync_daemon INTERFACE ${name} in global_defs.`,
    })
  if (version === 2 && one.addresses.some(({ address }) => isIPv6(address)))
    notes.error('family', at(one, 'version'), 'VRRP version 2 has no IPv6 addresses')
}

/** check_vrid_conflicts() in vrrp.c: one id per interface, address family, and multicast group. */
function usedTwice(instances: readonly VrrpInstance[], notes: Notes): void {
  const seen = new Map<string, string>()
  for (const one of instances) {
    if (one.routerId === undefined || one.unicast) continue
    const six = one.addresses.some(({ address }) => isIPv6(address))
    const key = `${one.routerId} ${one.interface} ${six}`
    const other = seen.get(key)
    if (other !== undefined)
      notes.error(
        'vrid-twice',
        at(one, 'virtual_router_id'),
        `${other} uses virtual router id ${one.routerId} on ${one.interface} already`,
        {
          remedy: 'keepalived ends.',
        },
      )
    seen.set(key, one.name)
  }
}
