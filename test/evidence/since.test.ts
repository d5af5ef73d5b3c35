import { expect, test } from 'vitest'
import { since } from '../../src/evidence/since.ts'
import type { NodeState } from '../../src/verdict/types.ts'

const STATE: NodeState = {
  node: 'rs1',
  interfaces: [{ name: 'eth0', addresses: [], up: true, carrier: true, receiveErrors: 5 }],
  routes: [],
  neighbours: [],
  sysctls: {},
  counters: { 'Ip.InAddrErrors': 7, 'Ip.DefaultTTL': 64 },
  listening: [],
  daemons: [],
  ipvs: [],
  netfilter: [
    { family: 'ipv4', table: 'filter', chain: 'INPUT', rule: '-P INPUT DROP', packets: 10, bytes: 600 },
  ],
  ipvsCounters: { connections: 4, inPackets: 20, outPackets: 0, inBytes: 1000, outBytes: 0 },
}

test('what counts is counted from the state before; what does not is as it is', () => {
  const before: NodeState = {
    ...STATE,
    interfaces: [{ name: 'eth0', addresses: [], up: true, carrier: true, receiveErrors: 2 }],
    counters: { 'Ip.InAddrErrors': 3, 'Ip.DefaultTTL': 64 },
    netfilter: STATE.netfilter.map((rule) => ({ ...rule, packets: 4, bytes: 240 })),
    ipvsCounters: { connections: 1, inPackets: 5, outPackets: 0, inBytes: 250, outBytes: 0 },
  }
  expect(since(STATE, before)).toMatchObject({
    interfaces: [{ receiveErrors: 3 }],
    counters: { 'Ip.InAddrErrors': 4, 'Ip.DefaultTTL': 64 },
    netfilter: [{ packets: 6, bytes: 360 }],
    ipvsCounters: { connections: 3, inPackets: 15, inBytes: 750 },
  })
})

test('what was not there before has counted from nothing, and so have rules that were loaded anew', () => {
  const { ipvsCounters: _, ...bare } = STATE
  const before: NodeState = {
    ...bare,
    interfaces: [],
    counters: {},
    netfilter: STATE.netfilter.map((rule) => ({ ...rule, packets: 11 })),
  }
  expect(since(STATE, before)).toEqual(STATE)
})
