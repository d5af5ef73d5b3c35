import { describe, expect, test } from 'vitest'
import { FINDINGS, type FindingId } from '../../src/keepalived/index.ts'
import { examined, HEALTHY, inShort } from './support.ts'

/** A change to the healthy file, and the one finding that comes of it with what it points at. */
type Case = readonly [id: FindingId, from: string, to: string, at: string]

const ALONE: readonly Case[] = [
  ['unknown-keyword', 'delay_loop 6', 'delay_lop 6', 'delay_lop'],
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
  ['group-unknown', 'VI_1 id 51', 'VI_9 id 51', 'lvs_sync_daemon eth0 VI_9 id 51'],
  ['group-unknown', '    alive\n', '    aliv\n', 'aliv'],
  ['vip-nowhere', 'virtual_server 10.1.2.88', 'virtual_server 10.1.2.99', 'virtual_server 10.1.2.99 80'],
  ['no-checker', '    TCP_CHECK {\n      connect_timeout 3\n    }\n', '', 'real_server 192.168.56.11 80'],
  ['checker-port', 'connect_timeout 3', 'connect_port 8080', 'TCP_CHECK'],
  ['checker', '        path /\n', '', 'HTTP_GET'],
  ['checker', '640205b7b0', '640205', 'HTTP_GET'],
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
  ['split-groups', '    VI_1\n    VI_2\n', '    VI_1\n', 'vrrp_instance VI_2'],
]

function change(text: string, from: string, to: string): string {
  expect(text.split(from).length, `"${from}" stands once in the healthy file`).toBe(2)
  return text.replace(from, to)
}

describe('one file', () => {
  test('nothing is wrong with the healthy one', () => expect(examined([HEALTHY]).findings).toEqual([]))

  test.each(ALONE)('%s, for %j → %j', (id, from, to, at) => {
    const text = change(HEALTHY, from, to)
    const found = examined([id === 'state-ah' ? text.replace('PASS', 'AH') : text]).findings.map(inShort)
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${id} \\d+: `))])
    expect(found[0]?.replace(/^\S+ \d+: /, '')).toBe(at)
  })

  test('a virtual server without real servers is left out', () => {
    const text = `${HEALTHY}virtual_server 10.1.2.88 443 { lvs_method DR\nlvs_sched rr\nprotocol TCP\n}\n`
    expect(examined([text]).findings.map(inShort)).toEqual([
      'no-real-servers 63: virtual_server 10.1.2.88 443',
    ])
  })

  test('a virtual server may stand there once', () => {
    const twice = HEALTHY + HEALTHY.slice(HEALTHY.indexOf('virtual_server '))
    expect(examined([twice]).findings.map(inShort)).toEqual(['service-twice 63: virtual_server 10.1.2.88 80'])
  })

  test('strict mode wants the owner of the addresses as master, and nobody else', () => {
    const strict = change(HEALTHY, 'router_id LVS_DEVEL', 'vrrp_strict').replace(
      / {2}authentication[^}]*}\n/,
      '',
    )
    const master = change(strict, 'state BACKUP\n  interface eth0', 'state MASTER\n  interface eth0')
    expect(examined([master]).findings.map(inShort)).toEqual([
      'strict-drops-vip 14: vrrp_instance VI_1',
      'state-priority 15: state MASTER',
      'strict-drops-vip 27: vrrp_instance VI_2',
    ])
  })
})

/** The second director of a pair: all the same but its priority. */
const BACKUP = HEALTHY.replaceAll('priority 150', 'priority 100')

const PAIRS: readonly Case[] = [
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

describe('two files', () => {
  test('nothing is wrong with the healthy pair', () =>
    expect(examined([HEALTHY, BACKUP]).findings).toEqual([]))

  test.each(PAIRS)('%s, for %j → %j in the second', (id, from, to, at) => {
    const twice = (text: string) =>
      text.replace('192.168.56.88/24', '192.168.56.99/24').replace('    VI_2\n', '    VI_3\n')
    const text = change(BACKUP, from, to)
    const found = examined([HEALTHY, id === 'vrid-twice' ? twice(text) : text]).findings
    expect(found.map(inShort)).toEqual([expect.stringMatching(new RegExp(`^${id} \\d+: `))])
    expect(found.map(inShort)[0]?.replace(/^\S+ \d+: /, '')).toBe(at)
    expect(found[0]?.place?.source.path).toMatch(/b\.conf$/)
  })

  test('an instance that the other does not have has nobody to take over', () => {
    const without = BACKUP.replace(/vrrp_instance VI_2[^}]*}[^}]*}\n/, '').replace('    VI_2\n', '')
    expect(examined([HEALTHY, without]).findings.map(inShort)).toEqual(['pair-alone 31: vrrp_instance VI_2'])
  })

  test('two masters are told from a tie', () => {
    const master = (text: string) => text.replace('state BACKUP', 'state MASTER')
    expect(examined([master(HEALTHY), master(BACKUP)]).findings.map(inShort)).toEqual([
      'pair-state 15: state MASTER',
    ])
  })

  test('no password is shown', () => {
    const { findings } = examined([HEALTHY, BACKUP.replace('auth_pass secret', 'auth_pass hidden')])
    expect(findings.map(({ message }) => message).join()).not.toMatch(/secret|hidden/)
  })
})

test('every finding that there is has a test', () => {
  const tested = [...ALONE, ...PAIRS].map(([id]) => id)
  const elsewhere = ['no-real-servers', 'service-twice', 'pair-alone', 'pair-state']
  const syntax = ['brace', 'quote', 'include', 'definition', 'too-long', 'not-understood']
  expect([...new Set([...tested, ...elsewhere, ...syntax])].toSorted()).toEqual(
    Object.keys(FINDINGS).toSorted(),
  )
})
