import { heldAddress } from './address.ts'
import { block, entries, grammar, list, many } from './field.ts'
import { GLOBALS } from './globals.ts'
import { keptRoute, keptRule } from './routes.ts'
import { VIRTUAL_SERVER } from './servers.ts'
import { word } from './values.ts'
import { INSTANCE, SCRIPT, SYNC_GROUP } from './vrrp.ts'

/** Keywords that stand in no block. */
export const ROOT = grammar(
  {
    global_defs: many(block(GLOBALS)),
    vrrp_instance: many(block(INSTANCE)),
    vrrp_sync_group: many(block(SYNC_GROUP)),
    vrrp_script: many(block(SCRIPT)),
    virtual_server: many(block(VIRTUAL_SERVER)),
    virtual_server_group: many(list((words) => words)),
    static_ipaddress: entries(heldAddress),
    static_routes: entries(keptRoute),
    static_rules: entries(keptRule),
    net_namespace: word('the name of a namespace'),
  },
  {
    'a lab has namespaces of its own': 'net_namespace_ipvs namespace_with_ipsets',
    'concerns the process, not its packets': 'instance use_pid_dir child_wait_time',
    'follows something outside the lab': 'track_file vrrp_track_file vrrp_track_process bfd_instance',
    'lvslab does not look at it':
      'track_group garp_group linkbeat_interfaces linkbeat_use_polling interface_up_down_delays SSL',
  },
)
