import { expect, test } from 'vitest'
import { buildPlan } from '../../src/plan/build.ts'
import { deltaOf } from '../../src/plan/delta/delta.ts'
import { eventCommands } from '../../src/plan/event.ts'
import type { Operation } from '../../src/plan/types.ts'
import { good } from '../lab/support.ts'

const labOf = (ports = '', delay = '') =>
  good(`title: Test
networks:
  front: { subnet: 10.1.10.0/24, switch: tor1, vlan: 10${delay} }
  inside: { subnet: 10.1.20.0/24, switch: tor1, vlan: 20${delay} }
nodes:
  ar1: { on: [front, inside], trunks: tor1 }
  lb1: { on: front${ports} }
  rs1: { on: inside }
probes: { ping: { from: lb1, ping: rs1 } }
expect: [{ outcome: { probe: ping, is: unreachable } }]
`)

const lines = (operations: readonly Operation[], kind: 'bridge' | 'ip' | 'tc', namespace: string): string[] =>
  operations.flatMap((one) =>
    one.kind === kind && one.namespace === namespace ? one.lines.map((words) => words.join(' ')) : [],
  )

const all = (lab = labOf()) => buildPlan(lab).steps.flatMap(({ operations }) => operations)

test('several networks are one bridge, whose ports are in no VLAN but those that they are given', () => {
  expect(lines(all(), 'ip', 'tor1').map((line) => line.replace(/ peer .*/, ''))).toEqual([
    'link add name tor1 up type bridge mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0',
    'link add name ar1-eth0 master tor1 up type veth',
    'link add name lb1-eth0 master tor1 up type veth',
    'link add name rs1-eth0 master tor1 up type veth',
  ])
  expect(lines(all(), 'bridge', 'tor1')).toEqual([
    'vlan add dev ar1-eth0 vid 10',
    'vlan add dev ar1-eth0 vid 20',
    'vlan add dev lb1-eth0 vid 10 pvid untagged',
    'vlan add dev rs1-eth0 vid 20 pvid untagged',
  ])
})

test('a VLAN device comes up after the link that it stands on', () => {
  const [ten, , ...up] = lines(all(), 'ip', 'ar1')
  expect(ten).toBe('link add link eth0 name eth0.10 type vlan id 10')
  expect(up.slice(0, 4).map((line) => line.split(' ')[3])).toEqual(['lo', 'eth0', 'eth0.10', 'eth0.20'])
})

test('frames wait once at each port, however many networks it has', () => {
  expect(lines(all(labOf('', ', delay: 1ms')), 'tc', 'tor1')).toHaveLength(3)
})

test('a port goes to another VLAN in a live lab, and comes back', () => {
  const operations = (before = labOf(), after = labOf()) => {
    const delta = deltaOf(before, after, () => undefined)
    return delta.kind === 'plan'
      ? delta.plan.steps.flatMap((step) => step.operations)
      : expect.fail(delta.why)
  }
  const wrong = labOf(', ports: { eth0: 30 }')
  expect(lines(operations(labOf(), wrong), 'bridge', 'tor1')).toEqual([
    'vlan del dev lb1-eth0 vid 10 pvid untagged',
    'vlan add dev lb1-eth0 vid 30 pvid untagged',
  ])
  expect(lines(operations(wrong, labOf()), 'bridge', 'tor1')).toEqual([
    'vlan del dev lb1-eth0 vid 30 pvid untagged',
    'vlan add dev lb1-eth0 vid 10 pvid untagged',
  ])
})

test('nodes that are parted by VLAN devices are parted at their ports, each once', () => {
  const cut = { name: 'cut', atMs: 0, kind: 'cut', nodes: ['ar1', 'lb1', 'rs1'] } as const
  expect(eventCommands(cut, labOf())).toEqual(
    ['ar1', 'lb1', 'rs1'].map((name) => `bridge -n tor1 link set dev ${name}-eth0 isolated on`),
  )
})
