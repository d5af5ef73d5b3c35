import { describe, expect, test } from 'vitest'
import { type Measured, measure } from '../../src/compare/measure.ts'
import * as labs from '../journey/labs.ts'
import { only, type Scene, segment } from '../journey/scene.ts'

function measured(scene: Scene): Measured {
  const { journeys, exchanges } = scene.build()
  const journeyById = new Map(journeys.map((journey) => [journey.id, journey]))
  const octets = (frame: number) => scene.frames[frame - 1]?.originalLength ?? Number.NaN
  return measure({ journeyById, names: scene.names, sharedMacs: new Set() }, [only(exchanges)], octets)
}

/** Frames of a scene at the director that come to it, or that it sends: counted without any journey. */
function framesAt(scene: Scene, mac: 'source' | 'destination', points: readonly string[]) {
  const own = points.map((point) => Buffer.from(scene.mac(point).replaceAll(':', ''), 'hex').toString('hex'))
  const start = mac === 'destination' ? 0 : 6
  return scene.frames.filter(({ point, bytes }) => {
    const [type, address] = [Buffer.from(bytes.slice(12, 14)), Buffer.from(bytes.slice(start, start + 6))]
    return points.includes(point) && type.toString('hex') === '0800' && own.includes(address.toString('hex'))
  })
}

const CASES = [
  {
    mode: 'nat',
    scene: labs.masquerade(),
    ports: ['director:eth0', 'director:eth1'],
    request: { added: [0], changed: ['destination', 'destination port'], hops: [2], ttlLost: [1] },
    reply: { added: [0], changed: ['source', 'source port'], hops: [2], ttlLost: [1] },
    repliesTo: ['director'],
  },
  {
    mode: 'fullnat',
    scene: labs.masquerade({ full: true }),
    ports: ['director:eth0', 'director:eth1'],
    request: { added: [0], changed: ['destination', 'destination port', 'source', 'source port'], hops: [2] },
    reply: { added: [0], changed: ['destination', 'destination port', 'source', 'source port'], hops: [2] },
    repliesTo: ['director'],
  },
  {
    mode: 'dr',
    scene: labs.directRoutingBehindRouter(),
    ports: ['director:eth0'],
    request: { added: [0], changed: [], hops: [3], ttlLost: [2] },
    reply: { added: [], changed: [], hops: [2], ttlLost: [1] },
    repliesTo: ['router'],
  },
  ...(
    [
      ['ipip', 20],
      ['gre', 24],
      ['gue', 32],
    ] as const
  ).map(([kind, octets]) => ({
    mode: `tun-${kind}`,
    scene: labs.tunnel(kind),
    ports: ['director:eth0'],
    request: { added: [octets], changed: ['wrapped'], hops: [4], ttlLost: [2] },
    reply: { added: [], changed: [], hops: [2], ttlLost: [1] },
    repliesTo: ['router'],
  })),
]

describe.each(CASES)('$mode', ({ scene, ports, ...expected }) => {
  const { request, reply, repliesTo } = measured(scene)

  test('what happens to a packet on its way', () => {
    expect({ request, reply, repliesTo }).toMatchObject({
      request: expected.request,
      reply: expected.reply,
      repliesTo: expected.repliesTo,
    })
  })

  test.each(['in', 'out'] as const)('every frame that goes %s is counted once', (way) => {
    const frames = framesAt(scene, way === 'in' ? 'destination' : 'source', ports)
    const [one, other] = [request.director[way], reply.director[way]]
    expect(one.packets + other.packets).toBe(frames.length)
    expect(one.octets + other.octets).toBe(frames.reduce((sum, frame) => sum + frame.originalLength, 0))
  })
})

test('what never passes the director costs it nothing', () => {
  const { reply } = measured(labs.directRouting())
  const none = { packets: 0, octets: 0 }
  expect(reply.director).toEqual({ in: none, out: none })
})

test('what the director does not send on counts as received, but has no way', () => {
  const scene = labs.tunnel('ipip')
  const ports = { source: '192.168.1.2', sourcePort: 40000, destination: labs.VIP, destinationPort: 80 }
  const large = { ...ports, flags: '.', sequence: 2000, acknowledgement: 900_001, id: 900 } as const
  const frame = (ttl: number) => segment({ ...large, ttl, payload: 'x'.repeat(1460) })
  const before = measured(scene).request
  scene.send('client:eth0', 'router:eth0', frame(64))
  scene.send('router:eth1', 'director:eth0', frame(63))
  const { director, hops, ttlLost } = measured(scene).request
  expect(director.in.octets - before.director.in.octets).toBe(1514)
  expect({ out: director.out, hops, ttlLost }).toEqual({
    ...{ out: before.director.out, hops: before.hops, ttlLost: before.ttlLost },
  })
})
