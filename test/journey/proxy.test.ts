import { describe, expect, test } from 'vitest'
import * as labs from './labs.ts'
import { CIP, DIP, RIP1, RIP2, VIP } from './labs.ts'
import { type Scene, type Segment, segment } from './scene.ts'

/** The packets of one connection, each sent when it is called. */
function connection(
  scene: Scene,
  from: string,
  to: string,
  options: Parameters<typeof labs.http>[2],
): (() => void)[] {
  const events: (() => void)[] = []
  const later = (source: string, destination: string) => (packet: Segment) => {
    events.push(() => scene.send(source, destination, segment(packet)))
  }
  labs.http(later(from, to), later(to, from), options)
  return events
}

const run = (events: readonly (() => void)[]) => {
  for (const event of events) event()
}

const client = (scene: Scene, port: number, isn = port) =>
  connection(scene, 'client:eth0', 'director:eth0', { port, isn, id: port, cip: CIP, vip: VIP })

const upstream = (scene: Scene, server: 'rs1' | 'rs2', port: number) =>
  connection(scene, 'director:eth0', `${server}:eth0`, {
    ...{ port, isn: 7 * port, serverIsn: 9 * port, id: port, cip: DIP, vip: server === 'rs1' ? RIP1 : RIP2 },
  })

const modes = (scene: Scene) => scene.build().exchanges.map(({ mode, server }) => `${mode} ${server}`)

describe('no proxy', () => {
  test('a connection that the server opens once the first is over', () => {
    const scene = labs.flatLan()
    run(client(scene, 40000))
    run(upstream(scene, 'rs1', 51000))
    expect(modes(scene)).toEqual(['local director', 'local rs1'])
  })

  test('a connection that the server opens once the first is over, which asked for nothing', () => {
    const scene = labs.flatLan()
    const inner = client(scene, 40000)
    run(inner.slice(0, 3))
    run(upstream(scene, 'rs1', 51000))
    expect(modes(scene)).toEqual(['local director', 'local rs1'])
  })

  test('a health check that is answered after the client was', () => {
    const scene = labs.flatLan()
    const [inner, outer] = [client(scene, 40000), upstream(scene, 'rs1', 51000)]
    run([...inner.slice(0, 3), ...outer.slice(0, 3), ...inner.slice(3), ...outer.slice(3)])
    expect(modes(scene)).toEqual(['local director', 'local rs1'])
  })

  test('a node that refuses while it connects elsewhere', () => {
    const scene = labs.flatLan()
    const [syn] = client(scene, 40000)
    const rst = {
      source: VIP,
      sourcePort: 80,
      destination: CIP,
      destinationPort: 40000,
      flags: 'R.',
      sequence: 0,
    }
    const refuse = () =>
      scene.send('director:eth0', 'client:eth0', segment({ ...rst, acknowledgement: 40001 }))
    run([...(syn ? [syn] : []), ...upstream(scene, 'rs1', 51000), refuse])
    expect(modes(scene)).toEqual(['local director', 'local rs1'])
  })
})

test('two clients before the proxy turns to the servers: each connection serves one', () => {
  const scene = labs.flatLan()
  const [first, second] = [client(scene, 40000), client(scene, 41000)]
  run([...first.slice(0, 4), ...second.slice(0, 4)])
  run([...upstream(scene, 'rs1', 51000), ...upstream(scene, 'rs2', 52000)])
  run([...first.slice(4), ...second.slice(4)])
  expect(modes(scene)).toEqual(['proxy rs1', 'proxy rs2', 'local rs1', 'local rs2'])
})

test('two clients at once: each connection of the proxy serves one', () => {
  const scene = labs.flatLan()
  const [first, second] = [client(scene, 40000), client(scene, 41000)]
  run([...first.slice(0, 4), ...upstream(scene, 'rs1', 51000), ...second.slice(0, 4)])
  run([...upstream(scene, 'rs2', 52000), ...first.slice(4), ...second.slice(4)])
  const { exchanges } = scene.build()
  expect(exchanges.map(({ mode, server, upstream: other }) => [mode, server, other])).toEqual([
    ['proxy', 'rs1', 2],
    ['local', 'rs1', undefined],
    ['proxy', 'rs2', 4],
    ['local', 'rs2', undefined],
  ])
})

test('a health check while a client waits is not taken for what serves it', () => {
  const scene = labs.flatLan()
  const [inner, outer] = [client(scene, 40000), upstream(scene, 'rs2', 52000)]
  const check: (() => void)[] = []
  const later = (from: string, to: string) => (packet: Segment) => {
    const payload = packet.payload?.replace('GET', 'PUT')
    check.push(() => scene.send(from, to, segment({ ...packet, ...(payload && { payload }) })))
  }
  labs.http(later('director:eth0', 'rs1:eth0'), later('rs1:eth0', 'director:eth0'), {
    ...{ port: 51000, isn: 51, serverIsn: 59, id: 51, cip: DIP, vip: RIP1 },
  })
  run([...inner.slice(0, 4), ...check, ...outer, ...inner.slice(4)])
  expect(modes(scene)).toEqual(['proxy rs2', 'local rs1', 'local rs2'])
})

describe('a connection to the server that is kept', () => {
  const http = (scene: Scene, port: number) => {
    const events = client(scene, port)
    return { handshake: events.slice(0, 3), request: events.slice(3, 4), answer: events.slice(4) }
  }
  const conclusions = (scene: Scene) =>
    scene.build().exchanges.map(({ mode, server, upstream }) => [mode, server, upstream])

  test('serves the next client as well', () => {
    const scene = labs.flatLan()
    const [first, second] = [http(scene, 40000), http(scene, 41000)]
    const outer = upstream(scene, 'rs1', 51000)
    run([...first.handshake, ...first.request, ...outer.slice(0, 5), ...first.answer])
    run([...second.handshake, ...second.request])
    again(scene, 51000)
    run(second.answer)
    expect(conclusions(scene)).toEqual([
      ['proxy', 'rs1', 2],
      ['local', 'rs1', undefined],
      ['proxy', 'rs1', 2],
    ])
  })

  test('serves nobody whom the proxy answered before it asked', () => {
    const scene = labs.flatLan()
    const [first, second] = [http(scene, 40000), http(scene, 41000)]
    const outer = upstream(scene, 'rs1', 51000)
    run([...first.handshake, ...first.request, ...outer.slice(0, 5), ...first.answer])
    run([...second.handshake, ...second.request, ...second.answer])
    again(scene, 51000)
    expect(conclusions(scene).map(([mode]) => mode)).toEqual(['proxy', 'local', 'local'])
  })

  /** A second request and its answer on the connection to rs1. */
  function again(scene: Scene, port: number) {
    const ends = { source: DIP, sourcePort: port, destination: RIP1, destinationPort: 80 }
    const back = { source: RIP1, sourcePort: 80, destination: DIP, destinationPort: port }
    const [sequence, acknowledgement] = [7 * port + 500, 9 * port + 500]
    const [get, page] = ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\nrs1']
    const request = { ...ends, flags: 'P.', sequence, acknowledgement, payload: get, id: 9001 }
    const answer = { ...back, flags: 'P.', sequence: acknowledgement, payload: page, id: 9002 }
    scene.send('director:eth0', 'rs1:eth0', segment(request))
    scene.send('rs1:eth0', 'director:eth0', segment({ ...answer, acknowledgement: sequence + get.length }))
  }
})
