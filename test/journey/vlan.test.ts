import { expect, test } from 'vitest'
import * as make from '../support/frames.ts'
import { only, Scene, segment } from './scene.ts'

/** A router with one link to a switch, where each VLAN is a device upon it with the link's MAC. */
function onAStick(options = {}): Scene {
  const scene = new Scene({ tor: ['lb:eth0', 'ar:eth1', 'rs:eth0'] }, {}, options)
  for (const vlan of [10, 20])
    scene.owners.push({ mac: scene.mac('ar:eth1'), node: 'ar', interface: `eth1.${vlan}` })
  return scene
}

const SYN = {
  ...{ source: '10.1.10.2', sourcePort: 40_001, destination: '10.1.20.2', destinationPort: 80 },
  ...{ sequence: 1, flags: 'S' as const },
}

const sightings = (scene: Scene) =>
  only(scene.build().journeys).hops.map(({ vlan, ttl, sightings: seen }) => [
    ...[vlan, ttl],
    ...seen.map(({ point, direction }) => `${point} ${direction}`),
  ])

/** What a switch forwards from an access port to a trunk, and back in another VLAN. */
function throughTheRouter(scene: Scene): void {
  const frame = (from: string, to: string, ttl: number, vlan?: number) =>
    make.ethernet(
      { from: scene.mac(from), to: scene.mac(to), ...(vlan && { vlan }) },
      segment({ ...SYN, ttl }),
    )
  scene.see('lb:eth0', frame('lb:eth0', 'ar:eth1', 64))
  scene.see('ar:eth1', frame('lb:eth0', 'ar:eth1', 64, 10))
  scene.see('ar:eth1', frame('ar:eth1', 'rs:eth0', 63, 20))
  scene.see('rs:eth0', frame('ar:eth1', 'rs:eth0', 63))
}

test.each([{}, { tie: true }])('a packet between two VLANs is two hops of one journey %o', (options) => {
  const scene = onAStick(options)
  throughTheRouter(scene)
  expect(sightings(scene)).toEqual([
    [10, 64, 'lb:eth0 out', 'ar:eth1 in'],
    [20, 63, 'ar:eth1 out', 'rs:eth0 in'],
  ])
  const { hops, disposition } = only(scene.build().journeys)
  expect(disposition).toBe('received')
  expect(hops[1]?.changes).toContainEqual({ field: 'vlan', from: '10', to: '20' })
})

test('a packet that comes back on the trunk in the same VLAN is two hops as well', () => {
  const scene = onAStick()
  const link = { from: scene.mac('lb:eth0'), to: scene.mac('ar:eth1') }
  scene.see('lb:eth0', make.ethernet(link, segment(SYN)))
  scene.see('ar:eth1', make.ethernet({ ...link, vlan: 10 }, segment(SYN)))
  const back = { from: scene.mac('ar:eth1'), to: scene.mac('rs:eth0') }
  scene.see('ar:eth1', make.ethernet({ ...back, vlan: 10 }, segment({ ...SYN, ttl: 63 })))
  scene.see('rs:eth0', make.ethernet(back, segment({ ...SYN, ttl: 63 })))
  expect(sightings(scene)).toEqual([
    [10, 64, 'lb:eth0 out', 'ar:eth1 in'],
    [10, 63, 'ar:eth1 out', 'rs:eth0 in'],
  ])
})

test('a frame with two different tags is two hops: what has none belongs to the first', () => {
  const scene = onAStick()
  const link = { from: scene.mac('lb:eth0'), to: scene.mac('rs:eth0') }
  scene.see('lb:eth0', make.ethernet(link, segment(SYN)))
  scene.see('ar:eth1', make.ethernet({ ...link, vlan: 10 }, segment(SYN)))
  scene.see('rs:eth0', make.ethernet({ ...link, vlan: 30 }, segment(SYN)))
  expect(sightings(scene)).toEqual([
    [10, 64, 'lb:eth0 out', 'ar:eth1 flooded'],
    [30, 64, 'rs:eth0 in'],
  ])
})

test('a broadcast is one hop, with a tag on the trunk', () => {
  const scene = onAStick()
  const senderMac = scene.mac('lb:eth0')
  const question = make.arp({ operation: 'request', senderMac, sender: '10.1.10.2', target: '10.1.10.1' })
  const frame = (vlan?: number) =>
    make.ethernet({ from: senderMac, to: make.BROADCAST, ...(vlan && { vlan }) }, question, make.ARP_TYPE)
  scene.see('lb:eth0', frame())
  scene.see('ar:eth1', frame(10))
  expect(sightings(scene)).toEqual([[10, undefined, 'lb:eth0 out', 'ar:eth1 in']])
})

test('a frame that nobody saw with a tag has none', () => {
  const scene = onAStick()
  scene.send('lb:eth0', 'rs:eth0', segment(SYN))
  expect(sightings(scene)).toEqual([[undefined, 64, 'lb:eth0 out', 'rs:eth0 in']])
})
