import { expect, test } from 'vitest'
import { nodeState } from '../../src/evidence/kernel-state.ts'
import { listeningPorts, snmp6Counters } from '../../src/evidence/proc.ts'

/** As User-Mode Linux 6.1 and iproute2 6.1 wrote it, less what is not read. */
const address = (local: string, prefixlen: number, scope: string, more = {}) => ({
  family: local.includes(':') ? 'inet6' : 'inet',
  local,
  prefixlen,
  scope,
  ...more,
})
const link = {
  ifname: 'eth0',
  link_type: 'ether',
  address: '02:00:00:00:0a:00',
  flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
  addr_info: [
    address('10.0.0.3', 24, 'global'),
    address('fd00:1::100', 128, 'global'),
    address('fd00:1::101', 128, 'global', { dadfailed: true, tentative: true }),
    address('fd00:1::3', 64, 'global'),
    address('fe80::ff:fe00:a00', 64, 'link'),
  ],
}
const routes = [
  { dst: 'default', gateway: '10.0.0.1', dev: 'eth0', flags: [] },
  { dst: 'default', gateway: 'fd00:1::1', dev: 'eth0', metric: 1024, flags: [], pref: 'medium' },
]
const raw = {
  ip: [[link], routes, []].map((one) => JSON.stringify(one)).join('\n'),
  ipvs: '',
  filters: {},
  daemons: {},
  bird: {},
  files: {},
}
const state = nodeState('director', raw)

test('addresses are told in the order in which they were added, without those that are not used', () => {
  expect(state.interfaces[0]?.addresses).toEqual([
    '10.0.0.3/24',
    'fd00:1::3/64',
    'fd00:1::100/128',
    'fe80::ff:fe00:a00/64',
  ])
  expect(state.interfaces[0]?.duplicates).toEqual(['fd00:1::101/128'])
})

test('default is that of IPv4', () => {
  expect(state.routes.map(({ to, via }) => [to, via])).toEqual([
    ['default', '10.0.0.1'],
    ['::/0', 'fd00:1::1'],
  ])
})

test('counters of /proc/net/snmp6 carry their protocol', () => {
  const file = 'Ip6InReceives                   \t12\nIp6InAddrErrors\t3\nIcmp6InMsgs\t7\nUdp6NoPorts\t1\n'
  expect(snmp6Counters(file)).toEqual({
    'Ip6.InReceives': 12,
    'Ip6.InAddrErrors': 3,
    'Icmp6.InMsgs': 7,
    'Udp6.NoPorts': 1,
  })
  expect(snmp6Counters(undefined)).toEqual({})
})

test('ports that listen in either family are told once', () => {
  const head = '  sl  local_address rem_address   st\n'
  const four = `${head}   0: 00000000:0050 00000000:0000 0A\n   1: 00000000:1F90 00000000:0000 01\n`
  const six = `${head}   0: ${'0'.repeat(32)}:0050 ${'0'.repeat(32)}:0000 0A\n   1: ${'0'.repeat(32)}:01BB ${'0'.repeat(32)}:0000 0A\n`
  expect(listeningPorts([four, six, undefined])).toEqual([80, 443])
})
