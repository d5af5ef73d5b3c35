import { expect, test } from 'vitest'
import * as make from '../support/frames.ts'
import { interleaved } from '../support/moments.ts'
import * as labs from './labs.ts'
import { CIP, VIP } from './labs.ts'
import { only, segment } from './scene.ts'

function answered(scene: ReturnType<typeof labs.flatLan>, options: Parameters<typeof labs.http>[2]): void {
  labs.http(labs.directly(scene), labs.straightBack(scene), options)
}

test('a port that is used again is another exchange', () => {
  const scene = labs.flatLan()
  labs.clientFindsVip(scene)
  answered(scene, { isn: 1000 })
  answered(scene, { isn: 5_000_000, serverIsn: 7_000_000, id: 300 })
  const { exchanges, journeys } = scene.build()
  expect(exchanges.map(({ requests, replies }) => [requests.length, replies.length])).toEqual([
    [5, 3],
    [5, 3],
  ])
  const [first, second] = exchanges.map(
    ({ requests }) => journeys.find(({ id }) => id === requests[0])?.sequence,
  )
  expect([first, second]).toEqual([1000, 5_000_000])
})

test('what comes late belongs to the connection that its numbers are of', () => {
  const scene = labs.flatLan()
  labs.clientFindsVip(scene)
  answered(scene, { isn: 1000 })
  answered(scene, { isn: 5_000_000, serverIsn: 7_000_000, id: 300 })
  const late = { source: CIP, sourcePort: 40000, destination: VIP, destinationPort: 80, flags: '.' }
  labs.directly(scene)({ ...late, sequence: 1020, acknowledgement: 900_024, id: 900 })
  labs.straightBack(scene)({
    ...{ source: VIP, sourcePort: 80, destination: CIP, destinationPort: 40000, flags: '.' },
    ...{ sequence: 900_030, acknowledgement: 1020, id: 901 },
  })
  const { exchanges } = scene.build()
  expect(exchanges.map(({ requests, replies }) => [requests.length, replies.length])).toEqual([
    [6, 4],
    [5, 3],
  ])
})

test('sequence numbers that wrap round belong together', () => {
  const scene = labs.flatLan()
  answered(scene, { isn: 0xffff_fff0 })
  answered(scene, { isn: 20_000, serverIsn: 7_000_000, id: 300 })
  expect(scene.build().exchanges.map(({ requests }) => requests.length)).toEqual([5, 5])
})

test('a capture that begins in the middle of a connection', () => {
  const scene = labs.directRouting()
  const withoutOpening = scene.frames.filter(({ bytes }) => (bytes[47] ?? 0) !== 2)
  const { exchanges } = scene.build(withoutOpening)
  expect(only(exchanges)).toMatchObject({ source: CIP, destination: VIP, mode: 'dr', server: 'rs1' })
})

test('the rest of a connection that was there before, on ports that are used again', () => {
  const scene = labs.flatLan()
  const old = { source: CIP, sourcePort: 40000, destination: VIP, destinationPort: 80, flags: 'F.' }
  labs.directly(scene)({ ...old, sequence: 800, acknowledgement: 77, id: 90 })
  answered(scene, { isn: 1000 })
  expect(scene.build().exchanges.map(({ requests }) => requests.length)).toEqual([1, 5])
})

test('only the answers were captured', () => {
  const scene = labs.flatLan()
  labs.http(() => {}, labs.straightBack(scene))
  expect(only(scene.build().exchanges)).toMatchObject({
    ...{ source: CIP, destination: VIP, requests: [], replies: [1, 2, 3], mode: 'local', server: 'rs1' },
  })
})

test('journeys of an exchange are in order, whatever came first', () => {
  const scene = labs.directRouting({ tie: true, arp: false })
  const { requests, replies } = only(
    scene.build(interleaved(scene.frames, scene.frames.toReversed())).exchanges,
  )
  expect(requests).toEqual(requests.toSorted((a, b) => a - b))
  expect(replies).toEqual(replies.toSorted((a, b) => a - b))
})

test('a broadcast has no server', () => {
  const scene = labs.flatLan()
  const packet = make.ipv4(
    { source: CIP, destination: '10.0.0.255', protocol: 'udp' },
    make.udp(68, 67, make.text('x')),
  )
  scene.see('client:eth0', make.ethernet({ from: scene.mac('client:eth0'), to: make.BROADCAST }, packet))
  const exchange = only(scene.build().exchanges)
  expect(exchange).toMatchObject({ protocol: 'udp', mode: 'none' })
  expect(exchange.server).toBeUndefined()
})

test('UDP: who is seen first asks', () => {
  const scene = labs.masquerade()
  const ask = make.udp(5000, 53, make.text('who?'))
  const reply = make.udp(53, 5000, make.text('me'))
  const address = { source: CIP, destination: VIP, protocol: 'udp' } as const
  scene.send('client:eth0', 'director:eth0', make.ipv4({ ...address, id: 1 }, ask))
  scene.send(
    'director:eth1',
    'rs1:eth0',
    make.ipv4({ ...address, id: 1, destination: '10.1.0.11', ttl: 63 }, ask),
  )
  const back = { source: '10.1.0.11', destination: CIP, protocol: 'udp' } as const
  scene.send('rs1:eth0', 'director:eth1', make.ipv4(back, reply))
  scene.send('director:eth0', 'client:eth0', make.ipv4({ ...back, source: VIP, ttl: 63 }, reply))
  const [, udp] = scene.build().exchanges
  expect(udp).toMatchObject({ protocol: 'udp', source: CIP, sourcePort: 5000, destination: VIP, mode: 'nat' })
  expect([udp?.requests.length, udp?.replies.length]).toEqual([1, 1])
})

test('pings pair by identifier', () => {
  const scene = labs.flatLan()
  const ping = (kind: 'request' | 'reply', id: number, sequence: number) => {
    const [source, destination] = kind === 'request' ? [CIP, VIP] : [VIP, CIP]
    return make.ipv4({ source, destination, protocol: 'icmp' }, make.echo(kind, id, sequence))
  }
  for (const sequence of [1, 2]) {
    for (const id of [7, 8]) {
      scene.send('client:eth0', 'director:eth0', ping('request', id, sequence))
      scene.send('director:eth0', 'client:eth0', ping('reply', id, sequence))
    }
  }
  const { exchanges, journeys } = scene.build()
  expect(exchanges).toMatchObject([
    { protocol: 'icmp', sourcePort: 7, source: CIP, requests: [1, 5], replies: [2, 6], mode: 'local' },
    { protocol: 'icmp', sourcePort: 8, source: CIP, requests: [3, 7], replies: [4, 8], mode: 'local' },
  ])
  expect(journeys.map(({ summary }) => summary).slice(0, 2)).toEqual([
    'echo request, seq 1',
    'echo reply, seq 1',
  ])
})

test('a ping whose answer is captured first still has its sender', () => {
  const scene = labs.flatLan()
  const ping = { source: CIP, destination: VIP, protocol: 'icmp' } as const
  const pong = { source: VIP, destination: CIP, protocol: 'icmp' } as const
  scene.send('director:eth0', 'client:eth0', make.ipv4(pong, make.echo('reply', 7, 1)))
  scene.send('client:eth0', 'director:eth0', make.ipv4(ping, make.echo('request', 7, 1)))
  expect(only(scene.build().exchanges)).toMatchObject({ source: CIP, requests: [2], replies: [1] })
})

test('an error that quotes no ports belongs to nothing', () => {
  const scene = labs.flatLan()
  const quoted = segment({
    ...{ source: VIP, sourcePort: 1, destination: CIP, destinationPort: 2, flags: 'S', sequence: 3 },
  })
  const error = make.icmp(3, 1, 0, quoted.slice(0, 24))
  scene.send(
    'client:eth0',
    'director:eth0',
    make.ipv4({ source: CIP, destination: VIP, protocol: 'icmp' }, error),
  )
  expect(only(scene.build().journeys)).toMatchObject({
    summary: 'host unreachable',
    icmp: { type: 3, code: 1 },
  })
  expect(only(scene.build().journeys).icmp).not.toHaveProperty('about')
})

test('an error about a packet that a tunnel carried belongs to the inner exchange', () => {
  const scene = labs.tunnel('ipip')
  const inner = segment({
    ...{ source: '192.168.1.2', sourcePort: 40000, destination: VIP, destinationPort: 80 },
    ...{ flags: 'S', sequence: 1000, id: 100, ttl: 62 },
  })
  const outer = make.ipv4({ source: labs.DIP, destination: '10.2.0.11', protocol: 'ipip' }, inner)
  const error = make.icmp(3, 2, 0, outer)
  scene.send(
    'rs1:eth0',
    'router:eth2',
    make.ipv4({ source: '10.2.0.11', destination: labs.DIP, protocol: 'icmp' }, error),
  )
  const { exchanges, journeys } = scene.build()
  const exchange = only(exchanges)
  expect(exchange.errors).toEqual([journeys.length])
  expect(journeys.at(-1)).toMatchObject({ summary: 'protocol unreachable', exchange: exchange.id })
})

test('an error about a packet that nobody saw belongs to nothing', () => {
  const scene = labs.flatLan()
  const quoted = segment({
    ...{ source: VIP, sourcePort: 1, destination: CIP, destinationPort: 2, flags: 'S', sequence: 3 },
  })
  const error = make.ipv4({ source: CIP, destination: VIP, protocol: 'icmp' }, make.icmp(3, 1, 0, quoted))
  scene.send('client:eth0', 'director:eth0', error)
  const { exchanges, journeys } = scene.build()
  expect(exchanges).toEqual([])
  expect(only(journeys).exchange).toBeUndefined()
})
