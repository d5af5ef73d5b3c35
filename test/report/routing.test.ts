import { expect, test } from 'vitest'
import { birdRouteCells, portCells, sessionCells } from '../../src/report/routing.ts'
import type { NodeState } from '../../src/verdict/types.ts'

const NAMES = { macs: {}, addresses: { '10.0.1.11': 'ar1' } }
const STATE: NodeState = {
  ...{ node: 'border', interfaces: [], neighbours: [], routes: [], sysctls: {}, counters: {}, ipvs: [] },
  ...{ netfilter: [], daemons: [], listening: [] },
  bird: {
    sessions: [
      { name: 'ar1', neighbour: '10.0.1.11', neighbourAs: 64512, state: 'Established' },
      { name: 'isp', neighbour: '203.0.113.1', state: 'Active', lastError: 'Hold timer expired' },
    ],
    routes: [
      {
        ...{ to: '198.51.100.11/32', type: 'unicast', protocol: 'ar1', source: 'bgp', best: true },
        ...{ via: '10.0.1.11', dev: 'eth1' },
      },
      { to: '198.51.100.0/24', type: 'unreachable', protocol: 'aggregate', source: 'static', best: true },
      {
        to: '10.0.1.0/24',
        type: 'unicast',
        protocol: 'connected',
        source: 'direct',
        best: false,
        dev: 'eth1',
      },
    ],
    text: { protocols: 'told', routes: 'told' },
  },
}

test('sessions and routes of bird, with names of addresses', () => {
  expect(sessionCells(STATE, NAMES).rows).toEqual([
    ['ar1', '64512', 'Established', ''],
    ['203.0.113.1', '', 'Active', 'Hold timer expired'],
  ])
  expect(birdRouteCells(STATE, NAMES).rows).toEqual([
    ['*', '198.51.100.11/32', 'ar1', 'bgp ar1'],
    ['*', '198.51.100.0/24', 'unreachable', 'static aggregate'],
    ['', '10.0.1.0/24', 'eth1', 'direct connected'],
  ])
})

test('a node without bird, and a network without VLANs, have nothing to tell', () => {
  const { bird: _, ...plain } = STATE
  expect(sessionCells(plain, NAMES).rows).toEqual([])
  expect(portCells({ network: 'lan', fdb: [], ports: {} }).rows).toEqual([])
})

test('ports of a switch with their VLANs', () => {
  const portVlans = { 'lb-eth0': { untagged: 10, tagged: [] }, 'ar1-eth1': { tagged: [10, 20] } }
  const ports = { 'lb-eth0': 'lb:eth0' }
  expect(portCells({ network: 'front', vlan: 10, fdb: [], ports, portVlans }).rows).toEqual([
    ['lb-eth0', 'lb:eth0', '10', ''],
    ['ar1-eth1', 'another network', '', '10, 20'],
  ])
})
