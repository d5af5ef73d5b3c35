import { isIP } from 'node:net'
import type { Tracked } from '../model/types.ts'
import type { Notes } from '../notes.ts'
import type { Word } from '../syntax/words.ts'
import { heldAddress } from './address.ts'
import { block, entries, grammar, type Words, YOUR_SCRIPT } from './field.ts'
import { keptRoute, keptRule } from './routes.ts'
import { flag, oneOf, optionalText, seconds, text, whole, word } from './values.ts'

const MOST = 2 ** 32 - 1

export function tracked([{ text: name, place }, keyword, weight]: Words, notes: Notes): Tracked {
  if (keyword?.text === 'weight' && /^-?\d+$/.test(weight?.text ?? ''))
    return { name, place, weight: Number(weight?.text) }
  if (keyword)
    notes.error('value', keyword.place, 'only "weight" and a number belong here', { suggestion: 'weight' })
  return { name, place }
}

const peer = ([first]: Words, notes: Notes): Word | undefined =>
  isIP(first.text) ? first : notes.error('value', first.place, `"${first.text}" is no address`)

/** Keywords that say when scripts are called. */
export const SCRIPTS =
  'notify notify_master notify_backup notify_fault notify_stop notify_deleted notify_master_rx_lower_pri notify_priority_changes'

/** Keywords of vrrp_instance (init_vrrp_keywords() in vrrp_parser.c of keepalived 2.2.7). */
export const INSTANCE = grammar(
  {
    state: oneOf('MASTER', 'BACKUP'),
    interface: word('the name of an interface'),
    virtual_router_id: whole(1, 255),
    priority: whole(1, 255),
    version: whole(2, 3),
    advert_int: seconds(0.01, 255),
    down_timer_adverts: whole(1, 100),
    preempt: flag(),
    nopreempt: flag(),
    preempt_delay: seconds(0, 1000),
    virtual_ipaddress: entries(heldAddress),
    virtual_ipaddress_excluded: entries(heldAddress),
    authentication: block(grammar({ auth_type: oneOf('PASS', 'AH'), auth_pass: word('a password') })),
    virtual_routes: entries(keptRoute),
    virtual_rules: entries(keptRule),
    unicast_src_ip: word('an address'),
    unicast_peer: entries(peer),
    unicast_fault_no_peer: flag(),
    mcast_src_ip: word('an address'),
    mcast_dst_ip: word('a multicast address'),
    track_interface: entries(tracked),
    track_script: entries(tracked),
    use_vmac: optionalText(),
    vmac_xmit_base: flag(),
    strict_mode: flag(),
    accept: flag(),
    no_accept: flag(),
    dont_track_primary: flag(),
    native_ipv6: flag(),
    garp_master_delay: seconds(),
    garp_master_repeat: whole(0, MOST),
    garp_master_refresh: seconds(),
    garp_master_refresh_repeat: whole(1, MOST),
    garp_lower_prio_delay: seconds(),
    garp_lower_prio_repeat: whole(0, MOST),
    lvs_sync_daemon_interface: word('the name of an interface'),
  },
  {
    [YOUR_SCRIPT]: SCRIPTS,
    mail: 'smtp_alert',
    'follows something outside the lab': 'track_file track_process track_bfd',
    'concerns the process, not its packets': 'debug kernel_rx_buf_size linkbeat_use_polling',
    'lvslab does not look at it':
      'use_vmac_addr use_ipvlan vrf track_src_ip promote_secondaries skip_check_adv_addr check_unicast_src old_unicast_checksum unicast_ttl lower_prio_no_advert higher_prio_send_advert garp_extra_if vmac_garp_intvl',
  },
)

/** Keywords of vrrp_sync_group. */
export const SYNC_GROUP = grammar(
  {
    group: entries(([{ text: name, place }]): Tracked => ({ name, place })),
    track_interface: entries(tracked),
    track_script: entries(tracked),
    global_tracking: flag(),
    sync_group_tracking_weight: flag(),
  },
  {
    [YOUR_SCRIPT]: SCRIPTS,
    mail: 'smtp_alert',
    'follows something outside the lab': 'track_file track_process track_bfd',
  },
)

/** Keywords of vrrp_script. */
export const SCRIPT = grammar(
  {
    script: text(),
    interval: seconds(),
    timeout: seconds(),
    weight: word('a number'),
    rise: whole(1, MOST),
    fall: whole(1, MOST),
    init_fail: flag(),
  },
  { 'nobody but root exists in a lab': 'user' },
)
