import { expect, test } from 'vitest'
import { netfilterFeatures } from '../../src/kernel/netfilter.ts'

const features = (...rules: string[]) => netfilterFeatures({ family: 'ipv4', table: 'filter', rules })

test('a table, the matches and the targets of its rules', () => {
  expect(features('-A FORWARD -m conntrack --ctstate INVALID -j LOG', '-N mine')).toEqual([
    ...['iptable_filter', 'xt_conntrack', 'xt_LOG'],
  ])
  expect(netfilterFeatures({ family: 'ipv6', table: 'raw', rules: ['-A PREROUTING -j CT'] })).toEqual([
    ...['ip6table_raw', 'xt_CT'],
  ])
})

test('what is built in needs no module, and a protocol brings its match', () => {
  expect(features('-P FORWARD DROP', '-A FORWARD -p tcp --dport 80 -j ACCEPT')).toEqual([
    ...['iptable_filter', 'xt_tcpudp'],
  ])
  expect(features('-A FORWARD -p ipencap -j DROP')).toEqual(['iptable_filter'])
})

test('modules of several extensions', () => {
  expect(features('-A POSTROUTING -j SNAT --to-source 10.0.0.1', '-A FORWARD -j REJECT')).toEqual([
    ...['iptable_filter', 'xt_nat', 'ipt_REJECT'],
  ])
})

test('a jump to a chain of the lab is no extension', () => {
  expect(features('-N mine', '-A FORWARD -j mine')).toEqual(['iptable_filter'])
})
