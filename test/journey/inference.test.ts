import { describe, expect, test } from 'vitest'
import * as make from '../support/frames.ts'
import * as labs from './labs.ts'
import { CIP, DIP, RIP1, VIP } from './labs.ts'
import { only, Scene, type Segment, segment } from './scene.ts'

const SYN: Segment = {
  ...{ source: CIP, sourcePort: 40000, destination: VIP, destinationPort: 80 },
  ...{ flags: 'S', sequence: 1000, id: 100 },
}

/** An ICMP error that quotes a segment, without the quoted packet's payload. */
function icmpError(type: number, code: number, from: string, about: Segment, id = 700): Uint8Array {
  const quoted = segment(about).slice(0, 28)
  return make.ipv4({ source: from, destination: CIP, protocol: 'icmp', id }, make.icmp(type, code, 0, quoted))
}

describe('direct routing that does not work', () => {
  test('forwarded, and never answered: ARP still shows that the director took it', () => {
    const scene = labs.flatLan()
    labs.clientFindsVip(scene)
    labs.directly(scene)(SYN)
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'dr', director: 'director', server: 'rs1' })
  })

  test('forwarded, never answered, and no ARP seen: it could be a router', () => {
    const scene = labs.flatLan()
    labs.directly(scene)(SYN)
    const exchange = only(scene.build().exchanges)
    expect(exchange).toMatchObject({ mode: 'none', server: 'rs1' })
    expect(exchange.director).toBeUndefined()
  })

  test('a real server that answers ARP for the virtual address gets the request itself', () => {
    const scene = labs.flatLan()
    scene.ask('client:eth0', CIP, VIP)
    for (const node of ['director', 'rs1', 'rs2']) scene.answer(`${node}:eth0`, VIP, 'client:eth0', CIP)
    labs.http(
      (packet) => scene.send('client:eth0', 'rs2:eth0', segment(packet)),
      labs.straightBack(scene, 'rs2'),
    )
    const { journeys, exchanges } = scene.build()
    expect(only(exchanges)).toMatchObject({ mode: 'local', server: 'rs2' })
    const replies = journeys.filter(({ neighbour }) => neighbour?.kind === 'reply')
    expect(replies.flatMap((journey) => scene.way(journey))).toEqual([
      'director:client/VIP:CIP',
      'rs1:client/VIP:CIP',
      'rs2:client/VIP:CIP',
    ])
  })

  test('replies that the real server sends back to the director', () => {
    const scene = labs.flatLan()
    labs.clientFindsVip(scene)
    labs.directly(scene)(SYN)
    const down = { source: VIP, sourcePort: 80, destination: CIP, destinationPort: 40000 }
    scene.send(
      'rs1:eth0',
      'director:eth0',
      segment({ ...down, flags: 'S.', sequence: 5, acknowledgement: 1001 }),
    )
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'dr', director: 'director', server: 'rs1' })
  })

  test('a real server behind a router: the packet goes round until its TTL ends', () => {
    const segments = { lan: ['client:eth0', 'director:eth0', 'router:eth0'] }
    const scene = new Scene(segments, { CIP, VIP, DIP, GW: '10.0.0.254' })
    labs.clientFindsVip(scene)
    scene.send('client:eth0', 'director:eth0', segment({ ...SYN, ttl: 64 }))
    for (let ttl = 63; ttl > 0; ttl -= 2) {
      scene.send('director:eth0', 'router:eth0', segment({ ...SYN, ttl }))
      if (ttl > 1) scene.send('router:eth0', 'director:eth0', segment({ ...SYN, ttl: ttl - 1 }))
    }
    scene.send('router:eth0', 'client:eth0', icmpError(11, 0, '10.0.0.254', { ...SYN, ttl: 1 }))
    const { journeys, exchanges } = scene.build()
    const exchange = only(exchanges)
    const journey = journeys.find(({ id }) => id === exchange.requests[0])
    expect(journey?.disposition).toBe('looped')
    expect(journey?.hops.map(({ ttl }) => ttl)).toEqual(Array.from({ length: 64 }, (_, index) => 64 - index))
    expect(exchange).toMatchObject({ mode: 'dr', director: 'director', replies: [] })
    const error = journeys.find(({ id }) => id === exchange.errors[0])
    expect(error).toMatchObject({
      summary: 'time exceeded',
      icmp: { type: 11, about: `tcp ${CIP}:40000→${VIP}:80` },
    })
  })
})

describe('nobody balances', () => {
  test('no real server: the director refuses', () => {
    const scene = labs.flatLan()
    labs.clientFindsVip(scene)
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.send('director:eth0', 'client:eth0', icmpError(3, 3, VIP, SYN))
    const { journeys, exchanges } = scene.build()
    const exchange = only(exchanges)
    expect(exchange).toMatchObject({ mode: 'none', server: 'director', replies: [] })
    expect(journeys.find(({ id }) => id === exchange.errors[0])?.summary).toBe('port unreachable')
    expect(exchange.errors).toHaveLength(1)
  })

  test('nobody at all', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'none', server: 'director' })
  })

  test('a SYN that gets lost has no server', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN), { lost: true })
    scene.see(
      'director:eth0',
      make.ethernet({ from: scene.mac('rs1:eth0'), to: make.BROADCAST }, make.text('x')),
    )
    const { journeys, exchanges } = scene.build()
    expect(journeys[0]?.disposition).toBe('lost')
    expect(only(exchanges).server).toBeUndefined()
  })
})

describe('plain routing is not direct routing', () => {
  const segments = {
    outside: ['client:eth0', 'router:eth0', 'other:eth0'],
    lan: ['router:eth1', 'other:eth1', 'rs1:eth0'],
  }
  const server = '10.9.0.11'
  const syn = { ...SYN, destination: server }
  const synAck: Segment = {
    ...{ source: server, sourcePort: 80, destination: CIP, destinationPort: 40000 },
    ...{ flags: 'S.', sequence: 5, acknowledgement: 1001 },
  }

  function routed(backThrough: 'router' | 'other', arp: boolean): Scene {
    const scene = new Scene(segments)
    if (arp) scene.ask('router:eth1', '10.9.0.1', server)
    scene.send('client:eth0', 'router:eth0', segment(syn))
    scene.send('router:eth1', 'rs1:eth0', segment({ ...syn, ttl: 63 }))
    scene.send('rs1:eth0', `${backThrough}:eth1`, segment(synAck))
    scene.send(`${backThrough}:eth0`, 'client:eth0', segment({ ...synAck, ttl: 63 }))
    return scene
  }

  test.each([
    ['the same way back', 'router', true],
    ['the same way back, no ARP seen', 'router', false],
    ['another way back', 'other', true],
    ['another way back, no ARP seen', 'other', false],
  ] as const)('%s', (_, backThrough, arp) => {
    const exchange = only(routed(backThrough, arp).build().exchanges)
    expect(exchange).toMatchObject({ mode: 'local', server: 'rs1' })
    expect(exchange.director).toBeUndefined()
  })

  test('a one-armed router that asked for the destination is a router', () => {
    const scene = labs.flatLan()
    scene.ask('director:eth0', DIP, VIP)
    labs.directly(scene)(SYN)
    labs.straightBack(scene)({ ...synAck, source: VIP })
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'local', server: 'rs1' })
  })

  test('a one-armed router that the answer comes back through', () => {
    const scene = labs.flatLan()
    labs.directly(scene)(SYN)
    scene.send('rs1:eth0', 'director:eth0', segment({ ...synAck, source: VIP }))
    scene.send('director:eth0', 'client:eth0', segment({ ...synAck, source: VIP, ttl: 63 }))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'local', server: 'rs1' })
  })

  test('a one-armed router on the way of a tunnel that began elsewhere', () => {
    const scene = labs.flatLan()
    const outer = (ttl: number) =>
      make.ipv4({ source: '10.7.0.1', destination: RIP1, protocol: 'ipip', id: 5, ttl }, segment(SYN))
    scene.send('client:eth0', 'director:eth0', outer(64))
    scene.send('director:eth0', 'rs1:eth0', outer(63))
    labs.straightBack(scene)({ ...synAck, source: VIP })
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'local', server: 'rs1' })
  })

  test('a node that owns the virtual address and passes the packet to itself', () => {
    const scene = labs.flatLan()
    scene.ask('client:eth0', CIP, VIP)
    scene.answer('rs1:eth0', VIP, 'client:eth0', CIP)
    scene.send('client:eth0', 'rs1:eth0', segment(SYN))
    scene.see('rs1:tunl0', segment({ ...SYN, ttl: 63 }), 101)
    labs.straightBack(scene)({ ...synAck, source: VIP })
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'local', server: 'rs1' })
  })

  test('a director that somebody else has told about the virtual address has not asked for it', () => {
    const scene = labs.flatLan()
    scene.ask('director:eth0', DIP, RIP1)
    scene.answer('director:eth0', DIP, 'rs1:eth0', VIP)
    labs.directly(scene)(SYN)
    labs.straightBack(scene)({ ...synAck, source: VIP })
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'dr', director: 'director' })
  })

  test('two arms, no claim of the virtual address: the real server was found under its own address', () => {
    const scene = new Scene(segments)
    scene.ask('router:eth1', '10.9.0.1', RIP1)
    scene.answer('rs1:eth0', RIP1, 'router:eth1', '10.9.0.1')
    scene.send('client:eth0', 'router:eth0', segment(syn))
    scene.send('router:eth1', 'rs1:eth0', segment({ ...syn, ttl: 63 }))
    scene.send('rs1:eth0', 'other:eth1', segment(synAck))
    scene.send('other:eth0', 'client:eth0', segment({ ...synAck, ttl: 63 }))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'dr', director: 'router', server: 'rs1' })
  })
})

describe('masquerade that does not work', () => {
  const outside = { outside: ['client:eth0', 'director:eth0'], inside: ['director:eth1', 'rs1:eth0'] }

  test('never answered: the rewritten destination shows it', () => {
    const scene = new Scene(outside)
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.send('director:eth1', 'rs1:eth0', segment({ ...SYN, destination: RIP1, ttl: 63 }))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'nat', director: 'director', server: 'rs1' })
  })

  test('another port alone is masquerade as well', () => {
    const scene = new Scene(outside)
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.send('director:eth1', 'rs1:eth0', segment({ ...SYN, destinationPort: 8080, ttl: 63 }))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'nat', director: 'director' })
  })

  test('a SYN that got further when it was sent again', () => {
    const scene = new Scene(outside)
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.wait(1000)
    scene.send('client:eth0', 'director:eth0', segment({ ...SYN, id: 101 }))
    scene.send('director:eth1', 'rs1:eth0', segment({ ...SYN, id: 101, destination: RIP1, ttl: 63 }))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'nat', director: 'director', server: 'rs1' })
  })

  test('a source that a gateway hides is no balancing', () => {
    const scene = new Scene(outside)
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.send('director:eth1', 'rs1:eth0', segment({ ...SYN, source: DIP, ttl: 63 }))
    const synAck = { source: VIP, sourcePort: 80, destination: DIP, destinationPort: 40000, sequence: 5 }
    const answer: Segment = { ...synAck, flags: 'S.', acknowledgement: 1001 }
    scene.send('rs1:eth0', 'director:eth1', segment(answer))
    scene.send('director:eth0', 'client:eth0', segment({ ...answer, destination: CIP, ttl: 63 }))
    expect(only(scene.build().exchanges)).toMatchObject({ mode: 'local', server: 'rs1' })
  })

  test('an answer past the director and the RST it earns belong to the exchange', () => {
    const scene = labs.flatLan()
    scene.send('client:eth0', 'director:eth0', segment(SYN))
    scene.send(
      'director:eth0',
      'rs1:eth0',
      segment({ ...SYN, destination: RIP1, destinationPort: 8080, ttl: 63 }),
    )
    const back = { source: RIP1, sourcePort: 8080, destination: CIP, destinationPort: 40000, sequence: 5 }
    scene.send('rs1:eth0', 'client:eth0', segment({ ...back, flags: 'S.', acknowledgement: 1001 }))
    const rst = { source: CIP, sourcePort: 40000, destination: RIP1, destinationPort: 8080, sequence: 1001 }
    scene.send('client:eth0', 'rs1:eth0', segment({ ...rst, flags: 'R' }))
    const { journeys, exchanges } = scene.build()
    expect(only(exchanges)).toMatchObject({ mode: 'nat', requests: [1, 3], replies: [2] })
    expect(journeys[2]?.summary).toBe('RST')
  })
})

test('an upstream connection before the client came is a health check', () => {
  const scene = labs.flatLan()
  const check = { port: 52000, isn: 5, serverIsn: 6, cip: DIP, vip: RIP1, id: 8000 }
  labs.http(
    (packet) => scene.send('director:eth0', 'rs1:eth0', segment(packet)),
    (packet) => scene.send('rs1:eth0', 'director:eth0', segment(packet)),
    check,
  )
  labs.http(
    (packet) => scene.send('client:eth0', 'director:eth0', segment(packet)),
    (packet) => scene.send('director:eth0', 'client:eth0', segment(packet)),
  )
  expect(scene.build().exchanges.map(({ mode }) => mode)).toEqual(['local', 'local'])
})
