import { expect, test } from 'vitest'
import * as make from '../support/frames.ts'
import { only, Scene, segment } from './scene.ts'

/** The virtual MAC of a VRRP router, which both directors have (RFC 5798, section 7.3). */
const VIRTUAL = '00:00:5e:00:01:33'

function scene(): Scene {
  const lan = new Scene({ lan: ['client:eth0', 'lb1:eth0', 'lb2:eth0'] })
  for (const node of ['lb1', 'lb2']) lan.owners.push({ mac: VIRTUAL, node, interface: 'eth0' })
  return lan
}

const SYN = segment({
  ...{ source: '10.0.0.2', sourcePort: 40_001, destination: '10.0.0.100', destinationPort: 80 },
  ...{ sequence: 1, flags: 'S' },
})

const seen = (lan: Scene) =>
  only(lan.build().journeys).hops.map(({ sightings }) =>
    sightings.map(({ point, direction }) => `${point} ${direction}`),
  )

test.each([
  ['lb1', 'lb2'],
  ['lb2', 'lb1'],
])('whoever saw a frame from it first sent it: %s, and not %s', (first, second) => {
  const lan = scene()
  const question = make.arp({
    ...{ operation: 'request', senderMac: VIRTUAL, sender: '10.0.0.100', target: '10.0.0.100' },
  })
  const frame = make.ethernet({ from: VIRTUAL, to: make.BROADCAST }, question, make.ARP_TYPE)
  for (const node of [first, 'client', second]) lan.see(`${node}:eth0`, frame)
  expect(seen(lan)).toEqual([[`${first}:eth0 out`, 'client:eth0 in', `${second}:eth0 in`]])
})

test('whoever saw a frame to it received it', () => {
  const lan = scene()
  const frame = make.ethernet({ from: lan.mac('client:eth0'), to: VIRTUAL }, SYN)
  for (const point of ['client:eth0', 'lb2:eth0']) lan.see(point, frame)
  expect(seen(lan)).toEqual([['client:eth0 out', 'lb2:eth0 in']])
  expect(only(lan.build().journeys).disposition).toBe('received')
})
