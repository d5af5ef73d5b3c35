import { expect } from 'vitest'
import type { FindingId } from '../../src/keepalived/index.ts'
import { HEALTHY } from './support.ts'

/** A change to the healthy file, and the one finding that comes of it with what it points at. */
export type Case = readonly [id: FindingId, from: string, to: string, at: string]

const GROUP = /vrrp_sync_group[^}]*}\n}\n/.exec(HEALTHY)?.[0] ?? ''

/** The last real server with all that closes behind it. */
const LAST = HEALTHY.slice(HEALTHY.indexOf('  real_server 192.168.56.12'))
const EMPTY = 'virtual_server 10.1.2.88 443 {\n lvs_method DR\n lvs_sched rr\n protocol TCP\n}\n'
const AGAIN = HEALTHY.slice(HEALTHY.indexOf('virtual_server '))

export const ALONE: readonly Case[] = [
  ['brace', LAST, LAST.replace(/}\n$/, ''), '{'],
  ['brace', LAST, `${LAST}}\n`, '}'],
  ['quote', 'router_id LVS_DEVEL', 'router_id "LVS_DEVEL', '"LVS_DEVEL'],
  ['include', 'vrrp_script alive {', 'include gone.conf\nvrrp_script alive {', 'include gone.conf'],
  ['no-real-servers', LAST, LAST + EMPTY, 'virtual_server 10.1.2.88 443'],
  ['service-twice', LAST, LAST + AGAIN, 'virtual_server 10.1.2.88 80'],
  ['unknown-keyword', 'delay_loop 6', 'delay_lop 6', 'delay_lop'],
  ['unknown-keyword', 'delay_loop 6', 'delay_loop\u00a06', 'delay_loop\u00a06'], // a no-break space is no blank
  ['value', 'virtual_server 10.1.2.88 80 {', 'virtual_server fwmark x {', 'virtual_server fwmark x'],
  [
    'unknown-keyword',
    '  group {\n    VI_1\n    VI_2\n  }',
    '  group {\n    VI_1\n    VI_2\n  }\n  VI_3',
    'VI_3',
  ],
  ['value', 'priority 150\n  advert_int', 'priority 300\n  advert_int', '300'],
  ['value', '10.1.2.88/24\n', '10.1.2.88/24 10.1.2.89\n', '10.1.2.89'],
  ['value', '    10.1.2.88/24\n', '    10.1.2.88/24\n    10.1.2.300\n', '10.1.2.300'],
  ['value', 'lb_kind NAT', 'lb_kind TUN type vxlan', 'lb_kind TUN type vxlan'],
  ['given-twice', 'delay_loop 6', 'delay_loop 6\n  delay_loop 7', 'delay_loop'],
  ['method-unknown', 'lb_kind NAT', 'lb_kind FULLNAT', 'lb_kind FULLNAT'],
  ['method-unknown', 'lb_kind NAT', 'lvs_method nat', 'lvs_method nat'],
  ['method-missing', 'lb_kind NAT\n', '\n', 'virtual_server 10.1.2.88 80'],
  ['port-mapping', '11 80 {', '11 8080 {\n    lvs_method DR', 'real_server 192.168.56.11 8080'],
  ['port-mapping', '11 80 {', '11 8080 {\n    lvs_method TUN', 'real_server 192.168.56.11 8080'],
  [
    'port-mapping',
    'lb_kind NAT',
    'lb_kind DR\n  sorry_server 192.168.56.20 8080',
    'sorry_server 192.168.56.20 8080',
  ],
  ['scheduler-missing', 'lb_algo rr\n', '\n', 'virtual_server 10.1.2.88 80'],
  ['scheduler-missing', 'lb_algo rr', 'lb_algo random', 'lb_algo random'],
  ['protocol-missing', 'protocol TCP\n', '\n', 'virtual_server 10.1.2.88 80'],
  ['protocol-ignored', 'virtual_server 10.1.2.88 80', 'virtual_server fwmark 7', 'protocol TCP'],
  ['server-twice', '192.168.56.12 80', '192.168.56.11 80', 'real_server 192.168.56.11 80'],
  ['family', '192.168.56.12 80', 'fd00::12 80', 'real_server fd00::12 80'],
  ['quorum', 'quorum 2', 'quorum 4', 'quorum 4'],
  ['quorum', 'hysteresis 1', 'hysteresis 2', 'hysteresis 2'],
  ['group-unknown', '    VI_2\n  }', '    VI_3\n    VI_2\n  }', 'VI_3'],
  ['sync-instance', 'VI_1 id 51', 'VI_9 id 51', 'lvs_sync_daemon eth0 VI_9 id 51'],
  ['group-unknown', '    alive\n', '    aliv\n', 'aliv'],
  ['vip-nowhere', 'virtual_server 10.1.2.88', 'virtual_server 10.1.2.99', 'virtual_server 10.1.2.99 80'],
  ['no-checker', '    TCP_CHECK {\n      connect_timeout 3\n    }\n', '', 'real_server 192.168.56.11 80'],
  ['checker-port', 'connect_timeout 3', 'connect_port 8080', 'TCP_CHECK'],
  ['checker', '        path /\n', '', 'HTTP_GET'],
  ['checker', '640205b7b0', '640205', 'HTTP_GET'],
  ['script-security', '  enable_script_security\n', '', 'vrrp_script alive'],
  ['untracked', 'advert_int 1', 'virtual_routes {\n10.9.0.0/24 via 10.1.2.1\n}', '10.9.0.0/24 via 10.1.2.1'],
  ['deprecated', 'advert_int 1', 'virtual_routes {\n10.9.0.0/24 gw 10.1.2.1 dev eth0\n}', 'gw'],
  ['value', 'advert_int 1', 'virtual_routes {\n10.9.0.0/24 via 10.1.2.300 dev eth0\n}', '10.1.2.300'],
  ['preference-missing', 'advert_int 1', 'virtual_rules {\nfrom 10.9.0.0/24 table 1\n}', 'from'],
  ['value', 'advert_int 1', 'virtual_rules {\nfrom 10.9.0./24 table 1 priority 9\n}', '10.9.0./24'],
  ['script-missing', '  script "/bin/true"\n', '', 'vrrp_script alive'],
  ['vrid-missing', '  virtual_router_id 52\n', '', 'vrrp_instance VI_2'],
  ['interface-missing', '  interface eth1\n', '', 'vrrp_instance VI_2'],
  ['no-addresses', '    192.168.56.88/24 dev eth1\n', '', 'vrrp_instance VI_2'],
  [
    'vrid-twice',
    'interface eth1\n  virtual_router_id 52',
    'interface eth0\n  virtual_router_id 51',
    'virtual_router_id 51',
  ],
  ['authentication-ignored', 'advert_int 1', 'version 3', 'authentication'],
  ['password-cut', 'auth_pass secret', 'auth_pass 123456789', 'auth_pass 123456789'],
  ['advert-rounded', 'advert_int 1', 'advert_int 0.5', 'advert_int 0.5'],
  [
    'preempt-ignored',
    'state BACKUP\n  interface eth0',
    'state MASTER\n  nopreempt\n  interface eth0',
    'nopreempt',
  ],
  ['preempt-ignored', 'advert_int 1', 'nopreempt\n  preempt_delay 5', 'preempt_delay 5'],
  ['state-ah', 'state BACKUP\n  interface eth0', 'state MASTER\n  interface eth0', 'state MASTER'],
  ['strict-drops-vip', 'advert_int 1', 'no_accept', 'no_accept'],
  ['unicast-peers', 'advert_int 1', 'unicast_src_ip 10.1.2.1', 'unicast_src_ip 10.1.2.1'],
  ['deprecated', 'advert_int 1', 'lvs_sync_daemon_interface eth0', 'lvs_sync_daemon_interface eth0'],
  ['split-groups', GROUP, '', 'vrrp_instance VI_2'],
  [
    'group-single',
    GROUP,
    `${GROUP}vrrp_sync_group G2 {
}
`,
    'vrrp_sync_group G2',
  ],
]

export function change(text: string, from: string, to: string): string {
  expect(text.split(from).length, `"${from}" stands once in the healthy file`).toBe(2)
  return text.replace(from, to)
}

/** The second director of a pair: all the same but its priority. */
export const BACKUP = HEALTHY.replaceAll('priority 150', 'priority 100')

export const PAIRS: readonly Case[] = [
  ['pair-priority', 'priority 100\n  advert_int', 'priority 150\n  advert_int', 'priority 150'],
  ['state-priority', 'state BACKUP\n  interface eth0', 'state MASTER\n  interface eth0', 'state MASTER'],
  ['pair-router-id', 'virtual_router_id 51', 'virtual_router_id 61', 'virtual_router_id 61'],
  ['pair-authentication', 'auth_pass secret', 'auth_pass another', 'authentication'],
  ['pair-version', 'virtual_router_id 52', 'virtual_router_id 52\n  version 3', 'version 3'],
  ['pair-interval', 'advert_int 1', 'advert_int 2', 'advert_int 2'],
  [
    'pair-addresses',
    '    192.168.56.88/24 dev eth1',
    '    192.168.56.88\n    192.168.56.89',
    'virtual_ipaddress',
  ],
  ['unicast-peers', 'advert_int 1', 'unicast_peer {\n 10.1.2.1\n }', 'unicast_peer'],
  ['vrid-twice', 'vrrp_instance VI_2 {', 'vrrp_instance VI_3 {', 'virtual_router_id 52'],
]
