import { describe, expect, test } from 'vitest'
import type { Hop, Journey } from '../../src/journey/types.ts'
import * as make from '../support/frames.ts'
import { interleaved } from '../support/moments.ts'
import * as labs from './labs.ts'
import { CIP, RIP1, VIP } from './labs.ts'
import { only, Scene, type Segment, segment, summaries } from './scene.ts'

const SYN: Segment = {
  ...{ source: CIP, sourcePort: 40000, destination: VIP, destinationPort: 80 },
  ...{ flags: 'S', sequence: 1000, id: 100 },
}
const SYN_ACK: Segment = {
  ...{ source: VIP, sourcePort: 80, destination: CIP, destinationPort: 40000 },
  ...{ flags: 'S.', sequence: 5000, acknowledgement: 1001, id: 0 },
}

const sightings = (hop: Hop | undefined) =>
  hop?.sightings.map(({ point, direction }) => `${point} ${direction}`)
const changes = (journey: Journey | undefined) =>
  journey?.hops.map((hop) => hop.changes.map(({ field, from, to }) => `${field} ${from} ${to}`))

describe('hops', () => {
  test('each capture point saw the frame leaving or arriving', () => {
    const scene = labs.flatLan()
    labs.directly(scene)(SYN)
    const [first, second] = only(scene.build().journeys).hops
    expect(sightings(first)).toEqual(['client:eth0 out', 'director:eth0 in'])
    expect(sightings(second)).toEqual(['director:eth0 out', 'rs1:eth0 in'])
  })

  test('direct routing changes both MACs and the TTL', () => {
    const scene = labs.flatLan()
    labs.directly(scene)(SYN)
    const [client, director, server] = ['client:eth0', 'director:eth0', 'rs1:eth0'].map((point) =>
      scene.mac(point),
    )
    expect(changes(only(scene.build().journeys))).toEqual([
      [],
      [`source-mac ${client} ${director}`, `destination-mac ${director} ${server}`, 'ttl 64 63'],
    ])
  })

  test('full NAT changes every address and port', () => {
    const { journeys } = labs.masquerade({ full: true }).build()
    expect(changes(journeys[0])?.[1]?.filter((change) => !change.includes('-mac'))).toEqual([
      `source ${CIP} 10.1.0.1`,
      'source-port 40000 51000',
      `destination ${VIP} 10.1.0.11`,
      'destination-port 80 8080',
      'ttl 64 63',
    ])
  })

  test('a tunnel is a change of encapsulation, and its routers change the outer TTL', () => {
    const { journeys } = labs.tunnel('gre').build()
    const [, toDirector, ...further] = changes(journeys[0]) ?? []
    expect(toDirector?.filter((change) => !change.includes('-mac'))).toEqual(['ttl 64 63'])
    const withoutMacs = further.map((hop) => hop.map((change) => change.replace(/-mac.*/, '-mac')))
    expect(withoutMacs).toEqual([
      ['source-mac', 'destination-mac', 'ttl 63 62', 'encapsulation none gre 10.0.0.1 10.2.0.11'],
      ['source-mac', 'destination-mac', 'outer-ttl 62 61'],
      ['encapsulation gre 10.0.0.1 10.2.0.11 none'],
    ])
  })

  test('unicast that a bridge floods', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN), { flooded: ['rs1:eth0', 'rs2:eth0'] })
    const { hops, disposition } = only(scene.build().journeys)
    expect(sightings(only(hops))).toEqual([
      'client:eth0 out',
      'director:eth0 in',
      'rs1:eth0 flooded',
      'rs2:eth0 flooded',
    ])
    expect(disposition).toBe('received')
  })

  test('Ethernet padding at one end only is no difference', () => {
    const scene = labs.flatLan()
    const frame = make.ethernet(
      { from: scene.mac('client:eth0'), to: scene.mac('director:eth0') },
      segment(SYN),
    )
    scene.see('client:eth0', frame)
    scene.see('director:eth0', make.concat(frame, new Uint8Array(6)))
    expect(only(scene.build().journeys).hops).toHaveLength(1)
  })

  test('a point whose own address nobody knows', () => {
    const scene = labs.flatLan()
    const link = { from: scene.mac('client:eth0'), to: scene.mac('director:eth0') }
    scene.see('mirror:eth0', make.ethernet(link, segment(SYN)))
    expect(sightings(only(scene.build().journeys).hops[0])).toEqual(['mirror:eth0 unknown'])
  })

  test('sightings come in order of time, and at one moment the sender first', () => {
    const scene = labs.flatLan()
    const frame = make.ethernet(
      { from: scene.mac('client:eth0'), to: scene.mac('director:eth0') },
      segment(SYN),
    )
    const seen = (times: readonly [string, number][]) => {
      const frames = times.map(([point, time]) => ({ id: 0, point, time, bytes: frame, originalLength: 60 }))
      return sightings(only(scene.build(frames).journeys).hops[0])
    }
    const [early, late] = [
      seen([
        ['director:eth0', 1],
        ['client:eth0', 2],
      ]),
      seen([
        ['director:eth0', 2],
        ['client:eth0', 2],
      ]),
    ]
    expect(early).toEqual(['director:eth0 in', 'client:eth0 out'])
    expect(late).toEqual(['client:eth0 out', 'director:eth0 in'])
  })

  test('a tunnel that goes round differs in its own TTL alone', () => {
    const scene = labs.flatLan()
    const outer = (ttl: number) =>
      make.ipv4(
        { source: labs.DIP, destination: RIP1, protocol: 'ipip', id: 5, ttl },
        segment({ ...SYN, ttl: 63 }),
      )
    scene.send('director:eth0', 'rs1:eth0', outer(64))
    scene.send('rs1:eth0', 'director:eth0', outer(63))
    scene.send('director:eth0', 'rs1:eth0', outer(62))
    const { hops, disposition } = only(scene.build().journeys)
    expect(hops.map(({ encapsulation }) => encapsulation[0]?.ttl)).toEqual([64, 63, 62])
    expect(disposition).toBe('looped')
  })

  test('where all times tie, a packet still leaves before it arrives', () => {
    const scene = labs.directRouting({ tie: true })
    const { journeys } = scene.build(interleaved(scene.frames, scene.frames.toReversed()))
    for (const { hops } of journeys.filter(({ kind }) => kind === 'tcp')) {
      expect(hops.map(({ sightings: [first] }) => first?.direction)).toEqual(hops.map(() => 'out'))
      expect(hops.map(({ ttl }) => ttl)).toEqual(hops.map((_, index) => 64 - index))
    }
  })
})

describe('what is one packet', () => {
  test('a broadcast that a whole network sees', () => {
    const scene = labs.flatLan()
    scene.ask('client:eth0', CIP, VIP)
    const journey = only(scene.build().journeys)
    expect(journey).toMatchObject({
      kind: 'arp',
      neighbour: { kind: 'request', target: VIP, sender: CIP },
      summary: `who-has ${VIP} tell ${CIP}`,
    })
    expect(journey.disposition).toBe('broadcast')
    expect(only(journey.hops).sightings.map(({ direction }) => direction)).toEqual(['out', 'in', 'in', 'in'])
  })

  test('ARP asked twice is two packets', () => {
    const scene = labs.flatLan()
    scene.ask('client:eth0', CIP, VIP)
    scene.ask('client:eth0', CIP, VIP)
    expect(scene.build().journeys.map(({ hops }) => only(hops).sightings.length)).toEqual([4, 4])
  })

  test('ARP asked again of one neighbour, then of all, is two packets', () => {
    const scene = labs.flatLan()
    const question = {
      operation: 'request',
      senderMac: scene.mac('client:eth0'),
      sender: CIP,
      target: VIP,
    } as const
    for (const to of [scene.mac('director:eth0'), make.BROADCAST]) {
      const frame = make.ethernet({ from: question.senderMac, to }, make.arp(question), make.ARP_TYPE)
      scene.see('client:eth0', frame)
    }
    expect(scene.build().journeys).toHaveLength(2)
  })

  test('a retransmitted SYN is another packet of the same exchange, and says so', () => {
    const scene = labs.flatLan()
    labs.directly(scene)(SYN)
    scene.wait(1000)
    labs.directly(scene)({ ...SYN, id: 101 })
    const { journeys, exchanges } = scene.build()
    expect(summaries(journeys)).toEqual(['SYN', 'SYN, again'])
    expect(only(exchanges).requests).toEqual([1, 2])
  })

  test('a SYN-ACK without IP id that is sent again looks like the first, and is not', () => {
    const scene = labs.masquerade()
    const lost = { ...SYN_ACK, source: '10.1.0.11', sourcePort: 8080, sequence: 42 }
    scene.send('rs1:eth0', 'director:eth1', segment(lost))
    scene.wait(1000)
    scene.send('rs1:eth0', 'director:eth1', segment(lost))
    scene.send('director:eth0', 'client:eth0', segment({ ...lost, source: VIP, sourcePort: 80, ttl: 63 }))
    const again = scene.build().journeys.filter(({ sequence }) => sequence === 42)
    expect(again.map(({ hops }) => hops.length)).toEqual([1, 2])
  })

  test('the forwarded copy is found even where it was captured before its original', () => {
    const scene = new Scene({
      outside: ['client:eth0', 'director:eth0'],
      inside: ['director:eth1', 'rs1:eth0'],
    })
    const tied = [SYN, { ...SYN, destination: RIP1, ttl: 63 }].map(segment)
    scene.send('client:eth0', 'director:eth0', tied[0] as Uint8Array)
    scene.send('director:eth1', 'rs1:eth0', tied[1] as Uint8Array)
    const frames = scene.frames.map((frame) => ({ ...frame, time: 0 })).toReversed()
    const journey = only(scene.build(frames).journeys)
    expect(scene.way(journey)).toEqual([
      'client:director/10.0.0.2:10.0.0.100',
      'director:rs1/10.0.0.2:10.0.0.11',
    ])
  })

  test('equal IP ids of different segments are different packets', () => {
    const scene = labs.flatLan()
    labs.directly(scene)(SYN)
    labs.directly(scene)({ ...SYN, sequence: 1001 })
    expect(scene.build().journeys).toHaveLength(2)
  })

  test('the same packet long after is another one', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.wait(5000)
    scene.send('director:eth0', 'rs1:eth0', segment({ ...SYN, ttl: 63 }))
    expect(scene.build().journeys).toHaveLength(2)
  })

  test('a packet that waits for a neighbour is still the same one', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.wait(2000)
    scene.send('director:eth0', 'rs1:eth0', segment({ ...SYN, ttl: 63 }))
    expect(scene.build().journeys).toHaveLength(1)
  })

  test('equal datagrams without IP id, sent to two servers or by two, are not one packet', () => {
    const scene = labs.flatLan()
    const datagram = (source: string, destination: string, port: number) =>
      make.ipv4({ source, destination, protocol: 'udp' }, make.udp(port, 53, make.text('alive?')))
    scene.send('director:eth0', 'rs1:eth0', datagram(labs.DIP, RIP1, 5000))
    scene.send('director:eth0', 'rs2:eth0', datagram(labs.DIP, labs.RIP2, 5000))
    scene.send('rs1:eth0', 'client:eth0', datagram(RIP1, CIP, 5001))
    expect(scene.build().journeys.map(({ hops }) => hops.length)).toEqual([1, 1, 1])
    expect(scene.build().exchanges).toHaveLength(3)
  })

  test('of two equal datagrams on the way through a NAT, each keeps its client', () => {
    const scene = new Scene({
      outside: ['client:eth0', 'director:eth0'],
      inside: ['director:eth1', 'rs1:eth0'],
    })
    const datagram = (source: string, port: number, ttl: number) =>
      make.ipv4({ source, destination: CIP, ttl, protocol: 'udp' }, make.udp(53, port, make.text('ok')))
    for (const port of [5000, 5001]) scene.send('rs1:eth0', 'director:eth1', datagram(RIP1, port, 64))
    for (const port of [5001, 5000]) scene.send('director:eth0', 'client:eth0', datagram(VIP, port, 63))
    const ports = scene.build().journeys.map(({ hops }) => hops.map(({ destinationPort }) => destinationPort))
    expect(ports).toEqual([
      [5000, 5000],
      [5001, 5001],
    ])
  })
})

describe('devices without Ethernet addresses', () => {
  test('loopback', () => {
    const scene = labs.flatLan()
    const zeros = '00:00:00:00:00:00'
    scene.see('rs1:lo', make.ethernet({ from: zeros, to: zeros }, segment(SYN)))
    const journey = only(scene.build().journeys)
    expect(sightings(only(journey.hops))).toEqual(['rs1:lo unknown'])
    expect(journey.disposition).toBe('received')
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'none', server: 'rs1' })
  })

  test('loopback devices of two nodes', () => {
    const scene = labs.flatLan()
    const zeros = '00:00:00:00:00:00'
    for (const point of ['rs1:lo', 'rs2:lo']) {
      scene.see(point, make.ethernet({ from: zeros, to: zeros }, segment(SYN)))
    }
    expect(only(scene.build().journeys).hops).toHaveLength(2)
  })

  test('the address of loopback is nobody, even where it is on the list of owners', () => {
    const scene = labs.flatLan()
    const zeros = '00:00:00:00:00:00'
    scene.owners.push({ mac: zeros, node: 'rs1', interface: 'lo' })
    scene.see('client:eth0', make.ethernet({ from: scene.mac('client:eth0'), to: zeros }, segment(SYN)))
    const { journeys, exchanges } = scene.build()
    expect(only(journeys).disposition).toBe('lost')
    expect(only(exchanges).server).toBeUndefined()
  })

  test('a tunnel device shows the inner packet, inside of its node', () => {
    const { journeys } = labs.tunnel('ipip').build()
    const last = journeys[0]?.hops.at(-1)
    expect(last).toMatchObject({ sourceMac: '', destinationMac: '', encapsulation: [], ttl: 62 })
    expect(sightings(last)).toEqual(['rs1:tunl0 unknown'])
  })

  test('frames too short for any header', () => {
    const scene = labs.flatLan()
    scene.see('client:eth0', Uint8Array.of(1, 2, 3))
    scene.see('client:eth0', new Uint8Array(0))
    expect(summaries(scene.build().journeys)).toEqual(['3 B without a header', '0 B without a header'])
  })
})

describe('what became of it', () => {
  test('nobody received it, where its receiver was captured', () => {
    const scene = labs.flatLan()
    scene.ask('director:eth0', labs.DIP, RIP1)
    scene.send('client:eth0', 'director:eth0', segment(SYN), { lost: true })
    expect(scene.build().journeys[1]?.disposition).toBe('lost')
  })

  test('nobody can say, where its receiver was not captured', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN), { lost: true })
    expect(only(scene.build().journeys).disposition).toBe('unknown')
  })

  test('it was for a MAC that nobody has', () => {
    const scene = labs.flatLan()
    scene.see(
      'client:eth0',
      make.ethernet({ from: scene.mac('client:eth0'), to: '02:ff:00:00:00:01' }, segment(SYN)),
    )
    expect(only(scene.build().journeys).disposition).toBe('lost')
  })
})
