import { describe, expect, test } from 'vitest'
import type { Exchange, Journey } from '../../src/journey/types.ts'
import * as labs from './labs.ts'
import { only, type Scene, summaries } from './scene.ts'

interface Built {
  readonly exchange: Exchange
  readonly requests: readonly Journey[]
  readonly replies: readonly Journey[]
}

function built(scene: Scene): Built {
  const { journeys, exchanges } = scene.build()
  const exchange = only(exchanges)
  const pick = (ids: readonly number[]) => journeys.filter(({ id }) => ids.includes(id))
  return { exchange, requests: pick(exchange.requests), replies: pick(exchange.replies) }
}

const REQUESTS = ['SYN', 'ACK', 'ACK 18 B', 'FIN-ACK', 'ACK']
const REPLIES = ['SYN-ACK', 'ACK 22 B', 'FIN-ACK']

describe.each([
  ['times differ', false],
  ['all times tie', true],
])('every mode, when %s', (_, tie) => {
  const modes = [
    {
      scene: labs.directRouting({ tie }),
      conclusion: { mode: 'dr', director: 'director', server: 'rs1' },
      request: ['client:director/CIP:VIP', 'director:rs1/CIP:VIP'],
      reply: ['rs1:client/VIP:CIP'],
    },
    {
      scene: labs.directRouting({ tie, arp: false }),
      conclusion: { mode: 'dr', director: 'director', server: 'rs1' },
      request: ['client:director/CIP:VIP', 'director:rs1/CIP:VIP'],
      reply: ['rs1:client/VIP:CIP'],
    },
    {
      scene: labs.directRoutingBehindRouter({ tie }),
      conclusion: { mode: 'dr', director: 'director', server: 'rs1' },
      request: ['client:router/CIP:VIP', 'router:director/CIP:VIP', 'director:rs1/CIP:VIP'],
      reply: ['rs1:router/VIP:CIP', 'router:client/VIP:CIP'],
    },
    {
      scene: labs.directRoutingBehindRouter({ tie, arp: false }),
      conclusion: { mode: 'dr', director: 'director', server: 'rs1' },
      request: ['client:router/CIP:VIP', 'router:director/CIP:VIP', 'director:rs1/CIP:VIP'],
      reply: ['rs1:router/VIP:CIP', 'router:client/VIP:CIP'],
    },
    {
      scene: labs.masquerade({ tie }),
      conclusion: { mode: 'nat', director: 'director', server: 'rs1' },
      request: ['client:director/CIP:VIP', 'director:rs1/CIP:RIP1'],
      reply: ['rs1:director/RIP1:CIP', 'director:client/VIP:CIP'],
    },
    {
      scene: labs.masquerade({ tie, full: true }),
      conclusion: { mode: 'fullnat', director: 'director', server: 'rs1' },
      request: ['client:director/CIP:VIP', 'director:rs1/DIP:RIP1'],
      reply: ['rs1:director/RIP1:DIP', 'director:client/VIP:CIP'],
    },
    ...(
      [
        ['ipip', {}],
        ['gre', {}],
        ['gue', {}],
        ['gue', { port: 16080 }],
      ] as const
    ).map(([kind, to]) => ({
      scene: labs.tunnel(kind, { tie, ...to }),
      conclusion: { mode: `tun-${kind}`, director: 'director', server: 'rs1' },
      request: [
        'client:router/CIP:VIP',
        'router:director/CIP:VIP',
        `director:router/DIP:RIP1 ${kind} [CIP:VIP]`,
        `router:rs1/DIP:RIP1 ${kind} [CIP:VIP]`,
        '-:-/CIP:VIP',
      ],
      reply: ['rs1:router/VIP:CIP', 'router:client/VIP:CIP'],
    })),
  ]

  test.each(modes)('$conclusion.mode', ({ scene, conclusion, request, reply }) => {
    const { exchange, requests, replies } = built(scene)
    expect(exchange).toMatchObject(conclusion)
    expect(summaries(requests)).toEqual(REQUESTS)
    expect(summaries(replies)).toEqual(REPLIES)
    for (const journey of requests) expect(scene.way(journey)).toEqual(request)
    for (const journey of replies) expect(scene.way(journey)).toEqual(reply)
    for (const { disposition } of [...requests, ...replies]) expect(disposition).toBe('received')
  })
})

test('the initiator is who sent the SYN, and the exchange has its addresses and ports', () => {
  const { exchange } = built(labs.masquerade({ full: true }))
  expect(exchange).toMatchObject({ protocol: 'tcp', source: labs.CIP, sourcePort: 40000 })
  expect(exchange).toMatchObject({ destination: labs.VIP, destinationPort: 80 })
})

test('a server that answers by itself', () => {
  const { exchange } = built(labs.answeredLocally())
  expect(exchange).toMatchObject({ mode: 'local', server: 'director' })
  expect(exchange.director).toBeUndefined()
})

test('a proxy makes two handshakes', () => {
  const { exchanges } = labs.proxied().build()
  expect(exchanges).toMatchObject([
    {
      source: labs.CIP,
      destination: labs.VIP,
      mode: 'proxy',
      director: 'director',
      server: 'rs1',
      upstream: 2,
    },
    { source: labs.DIP, destination: labs.RIP1, mode: 'local', server: 'rs1' },
  ])
})
