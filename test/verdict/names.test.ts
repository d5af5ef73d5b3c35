import { expect, test } from 'vitest'
import { namesOf } from '../../src/verdict/names.ts'
import { labOf } from '../support/dr-lab.ts'
import { EvidenceBuilder } from '../support/evidence.ts'

const namesIn = (run: EvidenceBuilder) => namesOf(run.evidence(), labOf(run.cast))

test('MACs are called by their nodes, addresses by their parts', () => {
  expect(namesIn(new EvidenceBuilder())).toEqual({
    macs: {
      '02:00:00:00:00:02': 'client',
      '02:00:00:00:00:03': 'director',
      '02:00:00:00:00:11': 'rs1',
      '02:00:00:00:00:12': 'rs2',
    },
    addresses: {
      '10.0.0.100': 'VIP',
      '10.0.0.2': 'CIP',
      '10.0.0.3': 'DIP',
      '10.0.0.11': 'RIP1',
      '10.0.0.12': 'RIP2',
    },
  })
})

test('a router is the gateway on the side of the real servers', () => {
  const { macs, addresses } = namesIn(new EvidenceBuilder({ router: 'client' }))
  expect(addresses).toMatchObject({ '10.0.0.1': 'GW', '192.0.2.1': 'GW-wan', '192.0.2.2': 'CIP' })
  expect(macs).toMatchObject({ '02:00:00:00:00:08': 'router', '02:00:00:00:00:09': 'router' })
})

test('kernels decide who holds what: a moved address moves its name, a lost one loses it', () => {
  const run = new EvidenceBuilder()
  run.addresses('rs1', 'eth0', ['10.0.0.77/24'])
  run.addresses('rs2', 'eth0', [])
  const { addresses } = namesIn(run)
  expect(addresses).toMatchObject({ '10.0.0.77': 'RIP1' })
  expect(addresses).not.toHaveProperty('10.0.0.11')
  expect(addresses).not.toHaveProperty('10.0.0.12')
})

test('the VIP is the VIP wherever it is held, and several are numbered', () => {
  const run = new EvidenceBuilder()
  run.addresses('rs1', 'eth0', ['10.0.0.100/32', '10.0.0.11/24'])
  const [service] = run.state('director').ipvs
  if (service?.protocol === 'tcp') run.ipvs([service, { ...service, address: '10.0.0.101' }])
  expect(namesIn(run).addresses).toMatchObject({
    '10.0.0.100': 'VIP1',
    '10.0.0.101': 'VIP2',
    '10.0.0.11': 'RIP1',
  })
})

test('a second address of a node is told from its first', () => {
  const run = new EvidenceBuilder()
  run.addresses('director', 'eth0', ['10.0.0.3/24', '10.0.0.4/24', '10.0.0.100/32'])
  expect(namesIn(run).addresses).toMatchObject({ '10.0.0.3': 'DIP', '10.0.0.4': 'DIP-2' })
})

test('an address that no kernel holds has no name', () => {
  expect(namesIn(new EvidenceBuilder()).addresses).not.toHaveProperty('10.0.0.250')
})

test('a MAC that several nodes have is called by those that held an address with it', () => {
  const run = new EvidenceBuilder()
  const mac = '00:00:5e:00:01:33'
  const give = (node: string, addresses: readonly string[]) => {
    const [lo, eth0] = run.state(node).interfaces
    if (lo === undefined || eth0 === undefined) throw new Error('no interface')
    run.state(node).interfaces = [lo, eth0, { ...eth0, name: 'vrrp.51', mac, addresses }]
  }
  give('rs1', ['10.0.0.200/32'])
  give('rs2', [])
  expect(namesIn(run).macs[mac]).toBe('rs1')
  give('rs2', ['10.0.0.200/32'])
  expect(namesIn(run).macs[mac]).toBe('rs1|rs2')
})
