import { describe, expect, test } from 'vitest'
import type { Link, Shape } from '../support/cast.ts'
import { SYN } from '../support/drawing.ts'
import { EvidenceBuilder } from '../support/evidence.ts'
import * as scenarios from '../support/scenarios.ts'
import { judged, verdictOf } from './support.ts'

interface Case {
  readonly scenario: scenarios.Scenario
  readonly shape?: Shape
  /** A verdict that fails. */
  readonly id: string
  readonly cause: string
  readonly nodes: readonly string[]
  readonly divergence: string
  /** What has been read from packets and kernel state. */
  readonly says: readonly string[]
  readonly remedy: string
}

const RS = ['rs1', 'rs2']
const arpIgnoreRemedy = 'on rs1 and rs2: sysctl -w net.ipv4.conf.all.arp_ignore=1'

const cases: Record<string, Case> = {
  'arp-ignore-off': {
    scenario: scenarios.arpIgnoreOff,
    id: 'dr/arp-one-responder',
    cause: 'arp-ignore',
    nodes: RS,
    divergence: 'rs1:client/VIP is-at rs1 (frame 7)',
    says: [
      'rs1 and rs2 answered who-has VIP (frames 7 and 9)',
      'arp_ignore on eth0 is 0 (the larger of all 0 and eth0 0)',
    ],
    remedy: arpIgnoreRemedy,
  },
  'arp-ignore-off, a real server is believed': {
    scenario: scenarios.arpIgnoreOffTaken,
    id: 'dr/ipvs-counters',
    cause: 'arp-ignore',
    nodes: RS,
    divergence: 'rs1:client/VIP is-at rs1 (frame 5)',
    says: ['The neighbour entry of client for the VIP is now rs1.'],
    remedy: arpIgnoreRemedy,
  },
  'arp-ignore-off behind a router': {
    scenario: scenarios.arpIgnoreOff,
    shape: { router: 'client' },
    id: 'dr/arp-one-responder',
    cause: 'arp-ignore',
    nodes: RS,
    divergence: 'rs1:router/VIP is-at rs1 (frame 7)',
    says: ['rs1 and rs2 answered who-has VIP'],
    remedy: arpIgnoreRemedy,
  },
  'arp-ignore-off on one': {
    scenario: scenarios.arpIgnoreOffOne,
    id: 'dr/arp-one-responder',
    cause: 'arp-ignore',
    nodes: ['rs1'],
    divergence: 'rs1:client/VIP is-at rs1 (frame 7)',
    says: ['rs1 answered who-has VIP (frame 7): on rs1, arp_ignore on eth0 is 0'],
    remedy: 'on rs1: sysctl -w net.ipv4.conf.all.arp_ignore=1',
  },
  'arp-ignore-lo-only': {
    scenario: scenarios.arpIgnoreLoOnly,
    id: 'dr/arp-one-responder',
    cause: 'arp-ignore',
    nodes: RS,
    divergence: 'rs1:client/VIP is-at rs1 (frame 7)',
    says: ['It is set on lo only, which is never asked.'],
    remedy: arpIgnoreRemedy,
  },
  'arp-announce-off': {
    scenario: scenarios.arpAnnounceOff,
    id: 'dr/client-neighbour',
    cause: 'arp-announce',
    nodes: RS,
    divergence: 'rs2:ff/who-has CIP tell VIP (frame 13)',
    says: [
      'introduces rs2 as the VIP',
      'arp_announce on eth0 is 0',
      'The neighbour entry of client for the VIP is now rs2.',
    ],
    remedy: 'on rs1 and rs2: sysctl -w net.ipv4.conf.all.arp_announce=2',
  },
  'arp-announce-1': {
    scenario: scenarios.arpAnnounceOne,
    shape: { router: 'client' },
    id: 'dr/arp-client-asked',
    cause: 'arp-announce',
    nodes: RS,
    divergence: 'rs2:ff/who-has GW tell VIP (frame 13)',
    says: [
      "arp_announce on eth0 is 1 (the larger of all 1 and eth0 0), which only avoids sources outside the link's subnet",
    ],
    remedy: 'on rs1 and rs2: sysctl -w net.ipv4.conf.all.arp_announce=2',
  },
  'vip-on-eth0': {
    scenario: scenarios.vipOnEth0,
    id: 'dr/arp-one-responder',
    cause: 'vip-on-link',
    nodes: RS,
    divergence: 'rs1:client/VIP is-at rs1 (frame 5)',
    says: ['on rs1 and rs2, the VIP is on eth0'],
    remedy: 'on rs1 and rs2: ip addr del 10.0.0.100/32 dev eth0; ip addr replace 10.0.0.100/32 dev lo',
  },
  'vip-mask-24-on-lo': {
    scenario: scenarios.vipMask24OnLo,
    id: 'dr/reply-direct',
    cause: 'vip-prefix-on-lo',
    nodes: RS,
    divergence: 'rs1 never asked who-has CIP',
    says: ['lo has VIP/24, so the route to CIP is local 10.0.0.0/24 dev lo'],
    remedy: 'on rs1 and rs2: ip addr del 10.0.0.100/24 dev lo; ip addr add 10.0.0.100/32 dev lo',
  },
  'vip-missing': {
    scenario: scenarios.vipMissing,
    id: 'dr/answered',
    cause: 'vip-missing',
    nodes: RS,
    divergence: 'rs1 never asked who-has CIP',
    says: ['no interface there holds the VIP', '2 packets dropped (Ip.InAddrErrors)'],
    remedy: 'on rs1 and rs2: ip addr add 10.0.0.100/32 dev lo',
  },
  'director-vip-first': {
    scenario: scenarios.directorVipFirst,
    id: 'dr/arp-rip-asked',
    cause: 'vip-first',
    nodes: ['director'],
    divergence: 'director:ff/who-has RIP2 tell VIP (frame 9)',
    says: ['VIP/24 stands before DIP/24 on eth0 of director'],
    remedy:
      'on director: ip addr del 10.0.0.100/24 dev eth0; ip addr replace 10.0.0.3/24 dev eth0; ip addr add 10.0.0.100/32 dev eth0',
  },
  'rs-gateway-director': {
    scenario: scenarios.rsGatewayDirector,
    id: 'dr/reply-bypasses-director',
    cause: 'replies-via-director',
    nodes: RS,
    divergence: 'rs2:director/VIP:CIP SYN-ACK (frame 17)',
    says: ['the route to CIP is CIP via DIP', 'accept_local is 0'],
    remedy: 'on rs1 and rs2: ip route del 10.0.0.2 via 10.0.0.3',
  },
  'rs-gateway-director behind a router': {
    scenario: scenarios.rsGatewayDirector,
    shape: { router: 'client' },
    id: 'dr/reply-direct',
    cause: 'replies-via-director',
    nodes: RS,
    divergence: 'rs2:director/VIP:CIP SYN-ACK (frame 19)',
    says: ['the route to CIP is default via DIP'],
    remedy: 'on rs1 and rs2: ip route replace default via 10.0.0.1',
  },
  'rs-behind-router': {
    scenario: scenarios.rsBehindRouter,
    id: 'dr/request-forwarded',
    cause: 'rs-behind-router',
    nodes: RS,
    divergence: 'director:router/CIP:VIP (frame 18)',
    says: ['for 63 hops until the TTL ends, ICMP time exceeded (frame 142)'],
    remedy: "put rs1 and rs2 on lan, the director's network, or tunnel: ipvsadm -e … -i",
  },
  'port-mapping': {
    scenario: scenarios.portMapping,
    id: 'dr/answered',
    cause: 'port-mapping',
    nodes: RS,
    divergence: 'rs2:client/VIP:CIP RST in place of SYN-ACK (frame 23)',
    says: ['on rs1 and rs2, nothing listens on port 80, but on 8080'],
    remedy: 'let rs1 and rs2 listen on port 80, or use a method that rewrites: ipvsadm -a … -m',
  },
  'no-real-servers': {
    scenario: scenarios.noRealServers,
    id: 'dr/request-forwarded',
    cause: 'no-real-servers',
    nodes: ['director'],
    divergence: 'director:client/VIP:CIP port unreachable (frame 9)',
    says: ['answered director:client/VIP:CIP port unreachable (frame 9)', '10.0.0.100:80 has no real server'],
    remedy: 'on director: ipvsadm -a -t 10.0.0.100:80 -r RIP -g -w 1',
  },
  'dead-rip': {
    scenario: scenarios.deadRip,
    id: 'dr/answered',
    cause: 'dead-rip',
    nodes: ['director'],
    divergence: 'director:ff/who-has 10.0.0.250 tell DIP, unanswered (frame 43)',
    says: ['IPVS lists 10.0.0.250 as a real server, and no node owns it'],
    remedy: 'on director: ipvsadm -d -t 10.0.0.100:80 -r 10.0.0.250',
  },
  'service-missing': {
    scenario: scenarios.serviceMissing,
    id: 'dr/request-forwarded',
    cause: 'service-missing',
    nodes: ['director'],
    divergence: 'director:client/VIP:CIP RST (frame 9)',
    says: ['IPVS schedules tcp 10.0.0.100:443 there, and not 10.0.0.100:80'],
    remedy: 'on director: ipvsadm -A -t 10.0.0.100:80 -s rr; ipvsadm -a -t 10.0.0.100:80 -r RIP -g',
  },
  'no-ipvs': {
    scenario: scenarios.noIpvs,
    id: 'dr/request-forwarded',
    cause: 'no-ipvs',
    nodes: ['director'],
    divergence: 'director:client/VIP:CIP RST (frame 9)',
    says: ['the IPVS table of its kernel is empty'],
    remedy: 'on director: ipvsadm -A -t 10.0.0.100:80 -s rr; ipvsadm -a -t 10.0.0.100:80 -r RIP -g',
  },
}

describe.each(Object.entries(cases))('%s', (_, { scenario, shape, id, says, ...expected }) => {
  test('is found out, with the node at fault', async () => {
    const { diagnosis } = await verdictOf(scenario(shape), id)
    const { cause, nodes, divergence, remedy } = expected
    expect(diagnosis).toMatchObject({ cause, nodes, divergence, remedy })
    for (const part of says) expect(diagnosis?.text).toContain(part)
  })

  test('is the one cause of everything that fails', async () => {
    const failed = (await judged(scenario(shape))).filter(({ status }) => status === 'fail')
    expect(new Set(failed.map(({ diagnosis }) => diagnosis?.cause))).toEqual(new Set([expected.cause]))
    expect(new Set(failed.map(({ diagnosis }) => diagnosis?.divergence))).toEqual(
      new Set([expected.divergence]),
    )
  })
})

describe('no route', () => {
  /** Forgets every route of a node that leads to an address. */
  const forget = (run: EvidenceBuilder, node: string, ...destinations: string[]) => {
    const state = run.state(node)
    state.routes = state.routes.filter(({ to }) => !destinations.includes(to))
  }

  const unsent = (shape?: Shape) => {
    const run = scenarios.healthy(shape)
    run.journeys.length = 0
    run.exchanges.length = 0
    for (const attempt of run.attempts) attempt.outcome = 'unreachable'
    return run
  }

  test('of the client to the VIP, on one LAN', async () => {
    const run = unsent()
    forget(run, 'client', '10.0.0.0/24')
    const { diagnosis } = await verdictOf(run, 'dr/arp-vip-asked')
    expect(diagnosis).toMatchObject({
      cause: 'no-route',
      nodes: ['client'],
      remedy: 'on client: ip route add 10.0.0.100/32 dev eth0',
    })
    expect(diagnosis?.text).toBe(
      'client tried 4 times and sent no packet: on client, no route leads to VIP 10.0.0.100, only to itself.',
    )
  })

  test('of the client behind a router', async () => {
    const run = unsent({ router: 'client' })
    forget(run, 'client', 'default')
    expect((await verdictOf(run, 'dr/answered')).diagnosis).toMatchObject({
      cause: 'no-route',
      nodes: ['client'],
      text: expect.stringContaining('only 192.0.2.0/24 dev eth0'),
      remedy: 'on client: ip route add default via 192.0.2.1',
    })
  })

  test('or one that refuses', async () => {
    const run = unsent()
    run.route('client', { type: 'unreachable', to: '10.0.0.100', table: 'main' })
    expect((await verdictOf(run, 'dr/answered')).diagnosis).toMatchObject({
      cause: 'no-route',
      text: expect.stringContaining('the route to VIP 10.0.0.100 is unreachable 10.0.0.100'),
    })
  })

  test('of the router to the VIP', async () => {
    const run = new EvidenceBuilder({ router: 'client', times: 1 })
    const { far } = run.cast.router as { far: Link }
    forget(run, 'router', '10.0.0.0/24')
    const exchange = run.exchange('none')
    run.request(exchange, [run.cast.client, far], SYN)
    run.attempt('unreachable')
    expect((await verdictOf(run, 'dr/arp-vip-asked')).diagnosis).toMatchObject({
      cause: 'no-route',
      nodes: ['router'],
      text: expect.stringContaining('router got client:router/CIP:VIP'),
      remedy: 'on router: ip route add 10.0.0.100/32 dev eth1',
    })
  })

  test('of real servers back to the client', async () => {
    const run = scenarios.vipMissing({ router: 'client' })
    for (const node of RS) {
      run.addresses(node, 'lo', ['127.0.0.1/8', '10.0.0.100/32'])
      forget(run, node, 'default')
    }
    expect((await verdictOf(run, 'dr/reply-direct')).diagnosis).toMatchObject({
      cause: 'no-route',
      nodes: RS,
      text: expect.stringContaining('no route leads to CIP 192.0.2.2, only 10.0.0.0/24 dev eth0'),
      remedy: 'on rs1 and rs2: ip route add default via 10.0.0.1',
    })
  })

  test('is no guess: with a route, or with packets, it is not the cause', async () => {
    expect((await verdictOf(unsent(), 'dr/arp-vip-asked')).diagnosis).toMatchObject({ cause: 'unknown' })
    const run = scenarios.noIpvs()
    forget(run, 'client', '10.0.0.0/24')
    expect((await verdictOf(run, 'dr/answered')).diagnosis).toMatchObject({ cause: 'no-ipvs' })
  })
})

const onServers = (change: (run: EvidenceBuilder, node: string) => void) => (run: EvidenceBuilder) => {
  for (const node of RS) change(run, node)
}

/** Without the defect in kernel state, the same packets convict nobody. */
describe('no guess', () => {
  const acquittals: Record<string, [scenarios.Scenario, id: string, repair: (run: EvidenceBuilder) => void]> =
    {
      'arp_ignore is right': [
        scenarios.arpIgnoreOff,
        'dr/arp-one-responder',
        onServers((run, node) => run.sysctl(node, 'ipv4.conf.eth0.arp_ignore', 1)),
      ],
      'arp_ignore was not read': [
        scenarios.arpIgnoreOff,
        'dr/arp-one-responder',
        onServers((run, node) => Object.assign(run.state(node), { sysctls: {} })),
      ],
      'arp_announce is right': [
        scenarios.arpAnnounceOff,
        'dr/arp-client-asked',
        onServers((run, node) => run.sysctl(node, 'ipv4.conf.eth0.arp_announce', 2)),
      ],
      'the VIP is there, as a /32': [
        scenarios.vipMissing,
        'dr/reply-direct',
        onServers((run, node) => run.addresses(node, 'lo', ['127.0.0.1/8', '10.0.0.100/32'])),
      ],
      'the DIP stands first': [
        scenarios.directorVipFirst,
        'dr/arp-rip-asked',
        (run) => run.addresses('director', 'eth0', ['10.0.0.3/24', '10.0.0.100/24']),
      ],
      'the route is direct': [
        scenarios.rsGatewayDirector,
        'dr/reply-direct',
        onServers((run, node) =>
          run.route(node, { type: 'unicast', to: '10.0.0.2', dev: 'eth0', table: 'main' }),
        ),
      ],
      'the port is served': [
        scenarios.portMapping,
        'dr/sequence-kept',
        onServers((run, node) => Object.assign(run.state(node), { listening: [80] })),
      ],
      'nothing listens at all': [
        scenarios.portMapping,
        'dr/sequence-kept',
        onServers((run, node) => Object.assign(run.state(node), { listening: [] })),
      ],
      'the address has an owner, who is up': [
        scenarios.deadRip,
        'dr/arp-rip-asked',
        (run) => run.addresses('rs2', 'eth0', ['10.0.0.250/24']),
      ],
    }

  test.each(Object.entries(acquittals))('where %s', async (_, [scenario, id, repair]) => {
    const run = scenario()
    repair(run)
    const { status, diagnosis } = await verdictOf(run, id)
    expect(status).toBe('fail')
    expect(diagnosis).toMatchObject({ cause: 'unknown', nodes: [] })
    expect(diagnosis?.text).toBe('No known cause is proven by packets and kernel state.')
  })
})

describe('finer points', () => {
  test('a real server whose link is down is itself at fault', async () => {
    const run = scenarios.deadRip()
    const down = {
      name: 'eth0',
      mac: '02:00:00:00:00:12',
      addresses: ['10.0.0.250/24'],
      up: false,
      carrier: false,
      receiveErrors: 0,
    }
    run.state('rs2').interfaces = [down]
    const { diagnosis } = await verdictOf(run, 'dr/arp-rip-asked')
    expect(diagnosis).toMatchObject({ cause: 'dead-rip', nodes: ['rs2'] })
    expect(diagnosis?.text).toContain('the interface of rs2 with it is down')
  })

  test('weight 0 is no real server either', async () => {
    const run = scenarios.noRealServers()
    const servers = RS.map(
      (_, index) => ({ address: `10.0.0.${11 + index}`, port: 80, method: 'dr', weight: 0 }) as const,
    )
    run.ipvs([{ protocol: 'tcp', address: '10.0.0.100', port: 80, scheduler: 'rr', servers }], {
      connections: 0,
    })
    const { diagnosis } = await verdictOf(run, 'dr/request-forwarded')
    expect(diagnosis).toMatchObject({ cause: 'no-real-servers', nodes: ['director'] })
    expect(diagnosis?.text).toContain('has 2 real servers, all of weight 0')
  })

  test('a director without the VIP', async () => {
    const run = scenarios.healthy()
    run.addresses('director', 'eth0', ['10.0.0.3/24'])
    run.journeys.splice(1)
    run.exchanges.length = 0
    const { diagnosis } = await verdictOf(run, 'dr/arp-one-responder')
    expect(diagnosis).toMatchObject({ cause: 'vip-missing', nodes: ['director'] })
  })

  test('a cause does not explain what went wrong before it', async () => {
    const run = scenarios.deadRip()
    run.answer(run.cast.client, run.cast.client, '10.0.0.100')
    expect(await verdictOf(run, 'dr/arp-one-responder')).toMatchObject({ diagnosis: { cause: 'unknown' } })
    expect(await verdictOf(run, 'dr/arp-rip-asked')).toMatchObject({ diagnosis: { cause: 'dead-rip' } })
  })

  test('of two causes, each failure has its own', async () => {
    const run = scenarios.deadRip()
    run.sysctl('rs2', 'ipv4.conf.all.arp_ignore', 0)
    run.answer(run.cast.servers[1] ?? run.cast.client, run.cast.client, '10.0.0.100')
    expect(await verdictOf(run, 'dr/arp-one-responder')).toMatchObject({
      diagnosis: { cause: 'arp-ignore', nodes: ['rs2'] },
    })
    expect(await verdictOf(run, 'dr/arp-rip-asked')).toMatchObject({ diagnosis: { cause: 'dead-rip' } })
  })

  test('real servers that differ are told apart', async () => {
    const run = scenarios.arpIgnoreOff()
    run.sysctl('rs2', 'ipv4.conf.all.arp_ignore', 4)
    const { diagnosis } = await verdictOf(run, 'dr/arp-one-responder')
    expect(diagnosis?.text).toMatch(/on rs1, arp_ignore on eth0 is 0 .*; on rs2, arp_ignore on eth0 is 4/)
  })

  test('replies that the director lets pass are said to pass', async () => {
    const run = scenarios.rsGatewayDirector()
    run.sysctl('director', 'ipv4.conf.all.accept_local', 1)
    expect((await verdictOf(run, 'dr/reply-direct')).diagnosis?.text).toContain(
      'They were not seen to leave it again.',
    )
    const [exchange] = run.exchanges
    const { director, client, servers } = run.cast
    if (exchange && servers[0])
      run.reply(exchange, [servers[0], director, client], { summary: 'ACK', flags: '.' })
    expect((await verdictOf(run, 'dr/reply-direct')).diagnosis?.text).toContain('so the detour only costs')
  })
})
