import { describe, expect, test } from 'vitest'
import { type PromiseName, promisesOf } from '../../src/lab/vocabulary.ts'
import { type Shape, serviceOf } from '../support/cast.ts'
import { resolveServer, serverAt } from '../support/drawing.ts'
import { concluded, type EvidenceBuilder, pointOf, portOf } from '../support/evidence.ts'
import * as scenarios from '../support/scenarios.ts'
import { judged, statuses, verdictOf } from './support.ts'

const DR_EXPECTATIONS = promisesOf('dr').map((name) => `dr/${name}` as const)

const { healthy } = scenarios
const shapes = {
  'two servers on one LAN': {},
  'a router before the client': { router: 'client' },
  'seven servers, eight requests': { replicas: 7, times: 8 },
  'one server, one request': { replicas: 1, times: 1 },
} as const

describe.each(Object.entries(shapes))('healthy, %s', (_, shape) => {
  test('every promise is kept', async () => {
    const verdicts = await judged(healthy(shape))
    expect(statuses(verdicts)).toEqual(DR_EXPECTATIONS.map((id) => `${id} pass`))
  })

  test('frames that decided are named, and exist', async () => {
    const run = healthy(shape)
    const all = new Set(
      run.journeys.flatMap(({ hops }) => hops.flatMap((hop) => hop.sightings.map(({ frame }) => frame))),
    )
    for (const { expectation, frames } of await judged(run)) {
      const byKernel = ['dr/client-neighbour', 'dr/ipvs-counters'].includes(expectation)
      expect(frames.length > 0, expectation).toBe(!byKernel)
      expect(
        frames.every((frame) => all.has(frame)),
        expectation,
      ).toBe(true)
    }
  })
})

/** For each promise, evidence that breaks it, and what is said about it. */
const broken: Record<
  `dr/${PromiseName<'dr'>}`,
  readonly [bend: () => EvidenceBuilder, observed: string | RegExp][]
> = {
  'dr/answered': [
    [scenarios.vipMissing, '4 of 4 requests: timeout'],
    [scenarios.noIpvs, /refused, director:client\/VIP:CIP RST \(frames 9, 13, 17 and 1 more\)/],
    [
      () => bent((run) => change(run.attempts[0], { server: 'impostor' })),
      '1 of 4 requests: answered by impostor',
    ],
    [() => bent((run) => change(run.exchanges[0], { replies: [] })), /answered, but no reply was captured/],
    [
      () => bent((run) => change(run.attempts[0], { localPort: 9 })),
      /answered, but no packet of it was captured/,
    ],
  ],
  'dr/arp-vip-asked': [
    [() => bent((run) => drop(run, 'who-has 10.0.0.100')), 'client never asked who-has VIP'],
    [
      () =>
        bent((run) =>
          change(
            run.journeys.find(({ neighbour }) => neighbour?.target === '10.0.0.100'),
            { neighbour: { kind: 'request', target: '10.0.0.100', sender: '10.0.0.77' } },
          ),
        ),
      /who-has VIP tell/,
    ],
    [
      () => bent((run) => rewriteHop(run, 'who-has 10.0.0.100', { destinationMac: run.cast.director.mac })),
      /^client:director\/who-has VIP/,
    ],
  ],
  'dr/arp-one-responder': [
    [scenarios.arpIgnoreOff, 'VIP is-at director, rs1 and rs2'],
    [scenarios.arpIgnoreOffOne, 'VIP is-at director and rs1'],
    [() => bent((run) => drop(run, '10.0.0.100 is-at')), 'nobody answered who-has VIP'],
    [
      () =>
        bent(
          (run) =>
            change(
              run.journeys.find(({ neighbour }) => neighbour?.kind === 'reply'),
              { neighbour: { kind: 'gratuitous', target: '10.0.0.100', sender: '10.0.0.100' } },
            ),
          scenarios.arpIgnoreOffTaken,
        ),
      /rs1/,
    ],
    [
      () => bent((run) => rewriteHop(run, '10.0.0.100 is-at', { sourceMac: '02:00:00:00:00:ee' })),
      'VIP is-at 02:00:00:00:00:ee',
    ],
  ],
  'dr/client-neighbour': [
    [scenarios.arpAnnounceOff, 'client: VIP lladdr rs2 reachable'],
    [() => bent((run) => change(run.state('client'), { neighbours: [] })), 'client: VIP has no entry'],
    [
      () =>
        bent((run) =>
          change(run.state('client'), {
            neighbours: [{ address: '10.0.0.100', interface: 'eth0', state: 'failed' }],
          }),
        ),
      'client: VIP failed',
    ],
  ],
  'dr/request-to-director': [
    [scenarios.arpAnnounceOff, /^15 of 16 request packets: client:rs2\/CIP:VIP/],
    [scenarios.arpIgnoreOffTaken, /^16 of 16 request packets: client:rs1\/CIP:VIP/],
    [() => bent((run) => change(run, { exchanges: [] })), /an attempt of client sent no packet to VIP/],
  ],
  'dr/arp-rip-asked': [
    [scenarios.directorVipFirst, /director:ff\/who-has RIP2 tell VIP/],
    [scenarios.deadRip, /director:ff\/who-has 10.0.0.250 tell DIP, unanswered/],
    [scenarios.rsBehindRouter, 'director never asked for the address of a real server'],
    [
      () => bent((run) => drop(run, 'who-has 10.0.0.12 ')),
      '1 of 2 real server addresses: director never asked who-has RIP2',
    ],
    [
      () => bent((run) => rewriteHop(run, '10.0.0.12 is-at', { sourceMac: run.cast.client.mac })),
      /who-has RIP2 tell DIP, unanswered/,
    ],
  ],
  'dr/request-forwarded': [
    [scenarios.noRealServers, /director:client\/VIP:CIP port unreachable/],
    [scenarios.rsBehindRouter, /^4 of 4 request packets: director:router\/CIP:VIP/],
    [scenarios.directorVipFirst, '4 of 4 request packets: director sent CIP:VIP on to nobody'],
    [() => bent((run) => rewriteForward(run, { destination: '10.0.0.11' })), /director:rs2\/CIP:RIP1/],
    [
      () => bent((run) => rewriteForward(run, { source: run.cast.director.address })),
      /director:rs2\/DIP:VIP/,
    ],
    [() => bent((run) => rewriteForward(run, { destinationPort: 8080 })), /^1 of 16 request packets/],
    [
      () =>
        bent((run) =>
          rewriteForward(run, {
            encapsulation: [
              {
                protocol: 'ipip',
                source: '10.0.0.3',
                destination: '10.0.0.12',
                ttl: 64,
                octets: 20,
                dontFragment: true,
              },
            ],
          }),
        ),
      /ipip/,
    ],
    [
      () => bent((run) => rewriteForward(run, { destinationMac: serverAt(run, 1).mac }, 2)),
      /director:rs1\/CIP:VIP/,
    ],
  ],
  'dr/ttl-minus-one': [
    [() => bent((run) => rewriteForward(run, { ttl: 64 })), /^1 of 16 request packets: TTL 64, then 64/],
    [() => bent((run) => rewriteForward(run, { ttl: 62 })), /TTL 64, then 62/],
    [scenarios.noIpvs, 'no request was handed to a real server'],
  ],
  'dr/arp-client-asked': [
    [scenarios.arpAnnounceOff, /rs2:ff\/who-has CIP tell VIP/],
    [scenarios.vipMissing, /rs1 never asked who-has CIP; rs2 never asked who-has CIP/],
    [scenarios.noIpvs, 'no real server received a request'],
  ],
  'dr/reply-direct': [
    [scenarios.rsGatewayDirector, /^4 of 4 reply packets: rs2:director\/VIP:CIP SYN-ACK/],
    [scenarios.vipMissing, 'no reply was seen'],
    [() => bent((run) => rewriteReply(run, { source: '10.0.0.12' })), /rs2:client\/RIP2:CIP SYN-ACK/],
    [
      () => bent((run) => rewriteReply(run, { sourceMac: serverAt(run, 1).mac })),
      /rs1:client\/VIP:CIP SYN-ACK/,
    ],
  ],
  'dr/reply-bypasses-director': [
    [scenarios.rsGatewayDirector, 'rs2:director/VIP:CIP at director:eth0'],
    [() => bent(seeReplyAtDirector), 'rs2:client/VIP:CIP at director:eth0'],
  ],
  'dr/sequence-kept': [
    [scenarios.portMapping, /rs2:client\/VIP:CIP RST in place of SYN-ACK/],
    [scenarios.vipMissing, '4 of 4 exchanges: no SYN-ACK was seen'],
    [scenarios.noIpvs, /no SYN reached a real server/],
    [() => bent((run) => change(synAck(run), { acknowledgement: 7 })), /acknowledges another SYN/],
    [() => bent(twoHandshakes), /two initial sequence numbers from the client/],
  ],
  'dr/fdb': [
    [
      () => bent((run) => change(run.networks[0], { fdb: [] })),
      /4 of 4 MAC addresses: MAC of client not learned/,
    ],
    [() => bent(swapPorts), /MAC of rs2 learned at rs1:eth0/],
    [scenarios.vipMissing, 'no reply came from a real server'],
  ],
  'dr/mode-inferred': [
    [scenarios.arpIgnoreOffTaken, '4 of 4 exchanges: local at rs1'],
    [
      () => bent((run) => change(run.exchanges[0], concluded('nat', 'rs2'))),
      '1 of 4 exchanges: nat by director to rs2',
    ],
    [
      () => bent((run) => change(run.exchanges[0], concluded('dr', 'rs2', 'rs1'))),
      '1 of 4 exchanges: dr by rs1 to rs2',
    ],
    [
      () => bent((run) => change(run.exchanges[0], concluded('dr', 'client'))),
      '1 of 4 exchanges: dr by director to client',
    ],
  ],
  'dr/ipvs-counters': [
    [scenarios.arpAnnounceOff, 'connections 1 of 4, InPkts 1, OutPkts 0'],
    [
      () => bent((run) => run.ipvs(run.state('director').ipvs, { outPackets: 3 })),
      'connections 4 of 4, InPkts 20, OutPkts 3',
    ],
    [() => bent((run) => run.ipvs(run.state('director').ipvs, { inPackets: 0 })), /InPkts 0/],
    [
      () => bent((run) => delete (run.state('director') as { ipvsCounters?: unknown }).ipvsCounters),
      "director's kernel counts no IPVS",
    ],
  ],
}

describe.each(DR_EXPECTATIONS)('%s', (id) => {
  test.each(broken[id].map((one, index) => [index + 1, ...one] as const))(
    'is broken, %i',
    async (_, bend, observed) => {
      const verdict = await verdictOf(bend(), id)
      expect(verdict).toMatchObject({ status: 'fail', observed: expect.stringMatching(exactly(observed)) })
      expect(verdict.diagnosis?.text).toBeTruthy()
    },
  )
})

describe('each real server is asked for', () => {
  const asked = async (shape: Shape, bend: (run: EvidenceBuilder) => void = () => {}) => {
    const run = healthy(shape)
    bend(run)
    return verdictOf(run, 'dr/arp-rip-asked')
  }

  test('fewer requests than a round do not decide about the rest', async () => {
    expect(await asked({ replicas: 3, times: 2 })).toMatchObject({
      status: 'inconclusive',
      observed:
        '2 of 2 real server addresses, and no request for RIP1: director got 2 requests, less than one round of 3',
    })
  })

  test('a scheduler without rounds does not decide either', async () => {
    const lc = (run: EvidenceBuilder) => run.ipvs([{ ...serviceOf(run.cast), scheduler: 'lc' }])
    expect(await asked({ replicas: 3, times: 2 }, lc)).toMatchObject({
      status: 'inconclusive',
      observed: expect.stringContaining('lc does not serve each in turn'),
    })
    expect(await asked({}, lc)).toMatchObject({ status: 'pass' })
  })

  const third = (weight: number) => (run: EvidenceBuilder) => {
    const service = serviceOf(run.cast)
    const other = { address: '10.0.0.99', port: 80, method: 'dr', weight } as const
    run.ipvs([{ ...service, servers: [...service.servers, other] }])
  }

  test('after a whole round, one that was never asked for is missing', async () => {
    expect(await asked({}, third(1))).toMatchObject({
      status: 'fail',
      observed: '1 of 3 real server addresses: director never asked who-has 10.0.0.99',
    })
  })

  test('one of weight 0 has no part in it', async () => {
    expect(await asked({}, third(0))).toMatchObject({ status: 'pass' })
  })

  test('a promised one that the service lacks is missing too', async () => {
    const only = (run: EvidenceBuilder) => {
      const service = serviceOf(run.cast)
      run.ipvs([{ ...service, servers: service.servers.slice(0, 2) }])
      drop(run, 'who-has 10.0.0.13 ')
      change(run, { exchanges: run.exchanges.filter(({ server }) => server !== 'rs3') })
    }
    expect(await asked({ replicas: 3, times: 6 }, only)).toMatchObject({
      status: 'fail',
      observed: '1 of 3 real server addresses: director never asked who-has RIP3',
    })
  })

  test('who spoke to the director first needs no question', async () => {
    expect(
      await asked({}, (run) => {
        drop(run, 'who-has 10.0.0.12 ')
        run.ask(serverAt(run, 0), run.cast.director.address)
      }),
    ).toMatchObject({ status: 'pass', observed: '2 of 2 real server addresses' })
  })
})

const exactly = (text: string | RegExp): RegExp =>
  text instanceof RegExp ? text : new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)

/** A healthy run, then bent. */
function bent(bend: (run: EvidenceBuilder) => void, scenario: scenarios.Scenario = healthy): EvidenceBuilder {
  const run = scenario()
  bend(run)
  return run
}

/** Overwrites read-only fields of evidence. */
function change<Type extends object>(
  target: Type | undefined,
  fields: { [Key in keyof Type]?: unknown },
): void {
  if (target === undefined) throw new Error('nothing to change')
  Object.assign(target, fields)
}

/** Forgets every packet whose summary begins so. */
function drop(run: EvidenceBuilder, start: string): void {
  change(run, { journeys: run.journeys.filter(({ summary }) => !summary.startsWith(start)) })
}

type HopOf = EvidenceBuilder['journeys'][number]['hops'][number]

function rewriteHop(run: EvidenceBuilder, start: string, fields: Partial<HopOf>, place = 0): void {
  change(run.journeys.find(({ summary }) => summary.startsWith(start))?.hops[place], fields)
}

/** Rewrites what the director sent on of the first exchange: packet `nth` of its requests. */
function rewriteForward(run: EvidenceBuilder, fields: Partial<HopOf>, nth = 0): void {
  change(run.journeys.find(({ id }) => id === run.exchanges[0]?.requests[nth])?.hops[1], fields)
}

const synAck = (run: EvidenceBuilder) => run.journeys.find(({ flags }) => flags === 'S.')

function rewriteReply(run: EvidenceBuilder, fields: Partial<HopOf>): void {
  change(synAck(run)?.hops[0], fields)
}

function seeReplyAtDirector(run: EvidenceBuilder): void {
  const hop = synAck(run)?.hops[0]
  const sighting = { frame: 999, point: pointOf(run.cast.director), time: 0, direction: 'flooded' }
  change(hop, { sightings: [...(hop?.sightings ?? []), sighting] })
}

/** A second SYN of the same exchange, as a proxy would send. */
function twoHandshakes(run: EvidenceBuilder): void {
  const [exchange] = run.exchanges
  const server = serverAt(run, 0)
  resolveServer(run, server)
  if (exchange)
    run.request(exchange, [run.cast.station, run.cast.director, server], {
      summary: 'SYN',
      flags: 'S',
      sequence: 77,
      acknowledgement: 0,
    })
}

function swapPorts(run: EvidenceBuilder): void {
  const [one, two] = run.cast.servers
  if (!one || !two) return
  const fdb = run.networks[0]?.fdb.map(({ mac, port }) => ({
    mac,
    port: port === portOf(one) ? portOf(two) : port === portOf(two) ? portOf(one) : port,
  }))
  change(run.networks[0], { fdb })
}
