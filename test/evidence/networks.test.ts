import { expect, test } from 'vitest'
import { networkState } from '../../src/evidence/networks.ts'
import { findLab } from '../../src/lab/find.ts'
import { loadLab } from '../../src/lab/load.ts'
import { recorded } from './recorded.ts'

const found = findLab('dr')
const loaded = found.ok ? loadLab({ path: found.file }) : expect.fail('no lab dr')
const lab = loaded.ok ? loaded.lab : expect.fail('lab dr has mistakes')
const lan = lab.networks[0] ?? expect.fail('lab dr has no network')

test('a forwarding database is what was learned, with who is behind each port', () => {
  expect(networkState(lab, lan, recorded.bridges.lan)).toEqual({
    network: 'lan',
    fdb: [
      { mac: '02:4e:33:b2:01:00', port: 'client-eth0' },
      { mac: '02:71:93:87:01:00', port: 'director-eth0' },
      { mac: '02:d6:76:ec:01:00', port: 'rs1-eth0' },
      { mac: '02:d6:76:ec:02:00', port: 'rs2-eth0' },
    ],
    ports: {
      'client-eth0': 'client:eth0',
      'director-eth0': 'director:eth0',
      'rs1-eth0': 'rs1:eth0',
      'rs2-eth0': 'rs2:eth0',
    },
  })
})

test('of a switch, a network has what was learned in its VLAN, and all ports with their VLANs', () => {
  const fdb = [
    { mac: '02:00:00:00:00:01', ifname: 'a-eth0', vlan: 10, state: '' },
    { mac: '02:00:00:00:00:02', ifname: 'b-eth0', vlan: 20, state: '' },
  ]
  const vlans = [
    { ifname: 'a-eth0', vlans: [{ vlan: 10, flags: ['PVID', 'Egress Untagged'] }] },
    { ifname: 'b-eth0', vlans: [{ vlan: 10, vlanEnd: 12 }, { vlan: 20 }] },
    { ifname: 'tor1', vlans: [{ vlan: 1, flags: ['PVID', 'Egress Untagged'] }] },
  ]
  const raw = { fdb: JSON.stringify(fdb), vlans: JSON.stringify(vlans) }
  expect(networkState(lab, { ...lan, bridge: 'tor1', vlan: 10 }, raw)).toMatchObject({
    vlan: 10,
    fdb: [{ mac: '02:00:00:00:00:01', port: 'a-eth0' }],
    portVlans: { 'a-eth0': { untagged: 10, tagged: [] }, 'b-eth0': { tagged: [10, 11, 12, 20] } },
  })
})

test('an empty one says nothing', () => {
  expect(networkState(lab, lan, undefined).fdb).toEqual([])
  expect(networkState(lab, lan, { fdb: '[]\n', vlans: '' }).fdb).toEqual([])
})
