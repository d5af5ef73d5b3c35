import { describe, expect, test } from 'vitest'
import type { Node } from '../../src/lab/topology/types.ts'
import { levelAt, replies, tells } from '../../src/verdict/arp-levels/rules.ts'

const NEAR = '10.0.0.2'
const FAR = '10.9.9.2'
const RIP = '10.0.0.11'
const VIP = '10.0.0.100'
const PRIVATE = '10.0.0.200'
const FAR_VIP = '10.9.9.100'

function node(sysctls: Record<string, number> = {}): Node {
  const entries = Object.entries(sysctls).map(([key, value]) => [`ipv4.conf.${key}`, String(value)])
  return {
    ...{
      name: 'rs1',
      role: 'rs',
      replica: 1,
      links: [],
      interfaces: [],
      routes: [],
      ipvs: [],
      daemons: [],
      programs: [],
    },
    ...{ tunnels: [], netfilter: [], nameServers: [], captures: [] },
    sysctls: Object.fromEntries(entries),
    addresses: [
      { interface: 'eth0', cidr: `${RIP}/24` },
      { interface: 'lo', cidr: `${VIP}/32` },
      { interface: 'lo', cidr: `${PRIVATE}/32`, scope: 'host' },
      { interface: 'lo', cidr: `${FAR_VIP}/32` },
    ],
  }
}

describe('arp_ignore, by the words of ip-sysctl.rst', () => {
  const answered = (level: number, asker: string) =>
    [RIP, VIP, PRIVATE].filter((target) => replies(node({ 'all.arp_ignore': level }), 'eth0', target, asker))

  test.each([
    [0, 'reply for any local target IP address, configured on any interface', [RIP, VIP, PRIVATE]],
    [1, 'only if the target IP address is configured on the incoming interface', [RIP]],
    [3, 'do not reply for local addresses configured with scope host', [RIP, VIP]],
    [4, 'reserved', [RIP, VIP, PRIVATE]],
    [7, 'reserved', [RIP, VIP, PRIVATE]],
    [8, 'do not reply for all local addresses', []],
  ])('%i: %s, whoever asks', (level, _, targets) => {
    expect(answered(level, NEAR)).toEqual(targets)
    expect(answered(level, FAR)).toEqual(targets)
  })

  test('2: and both with the sender are part from same subnet on this interface', () => {
    expect([answered(2, NEAR), answered(2, FAR)]).toEqual([[RIP], []])
  })

  test('nobody replies for what is not his', () => {
    expect(replies(node(), 'eth0', '10.0.0.12', NEAR)).toBe(false)
  })
})

describe('arp_announce, by the words of ip-sysctl.rst', () => {
  const told = (level: number) =>
    [VIP, FAR_VIP, RIP].map((source) => tells(node({ 'eth0.arp_announce': level }), 'eth0', NEAR, source))

  test.each([
    [0, 'use any local address, configured on any interface', [VIP, FAR_VIP, RIP]],
    [
      1,
      "try to avoid local addresses that are not in the target's subnet for this interface",
      [VIP, RIP, RIP],
    ],
    [2, 'always use the best local address for this target', [RIP, RIP, RIP]],
  ])('%i: %s', (level, _, addresses) => expect(told(level)).toEqual(addresses))
})

test.each([
  [{ 'all.arp_ignore': 1, 'eth0.arp_ignore': 3 }, 3],
  [{ 'all.arp_ignore': 3, 'eth0.arp_ignore': 1 }, 3],
  [{ 'lo.arp_ignore': 8 }, 0],
  [{ 'default.arp_ignore': 8, 'eth0.arp_ignore': 2 }, 2],
])('of %j, %i counts', (sysctls, level) => expect(levelAt(node(sysctls), 'arp_ignore', 'eth0')).toBe(level))
