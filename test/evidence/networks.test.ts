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
  expect(networkState(lab, lan, recorded.networks.lan ?? '')).toEqual({
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

test('an empty one says nothing', () => {
  expect(networkState(lab, lan, '').fdb).toEqual([])
  expect(networkState(lab, lan, '[]\n').fdb).toEqual([])
})
