import { describe, expect, test } from 'vitest'
import type { ClientSeenExpectation, ExpectationSpec } from '../../src/lab/expectations/types.ts'
import { judge } from '../../src/verdict/judge.ts'
import type { Frame } from '../../src/wire/types.ts'
import { segment } from '../journey/scene.ts'
import { type Link, VIP } from '../support/cast.ts'
import { labOf } from '../support/dr-lab.ts'
import { each, resolveServer, resolveVip, SYN, SYN_ACK } from '../support/drawing.ts'
import { EvidenceBuilder, type MutableExchange } from '../support/evidence.ts'
import * as make from '../support/frames.ts'
import { failing, verdictOn } from './support.ts'

const PROXY: ExpectationSpec = {
  ...{ kind: 'mode', mode: 'proxy', family: 'IPv4', protocol: 'tcp', as: 'proxy' },
  ...{ probe: 'web', director: 'director', others: [] },
  servers: ['rs1', 'rs2'].map((node) => ({ node, port: 80 })),
}

type Packet = Parameters<EvidenceBuilder['request']>[2]

/** A whole connection: what the client says, what it is answered, and both goodbyes. */
function connection(run: EvidenceBuilder, exchange: MutableExchange, ends: readonly [Link, Link], shift = 0) {
  const there = (packet: Packet) => run.request(exchange, ends, numbered(packet, shift))
  const back = (packet: Packet) => run.reply(exchange, ends.toReversed(), numbered(packet, shift))
  there(SYN)
  back(SYN_ACK)
  const asked = there({ summary: 'ACK 74 B', flags: 'P.', sequence: 1001, payloadLength: 74 })
  back({ summary: 'ACK 241 B', flags: 'P.', sequence: 5001, payloadLength: 241 })
  back({ summary: 'FIN-ACK', flags: 'F.', sequence: 5242 })
  there({ summary: 'FIN-ACK', flags: 'F.', sequence: 1075 })
  return asked
}

const numbered = (packet: Packet, shift: number): Packet => ({
  ...packet,
  ...(packet.sequence !== undefined && { sequence: packet.sequence + shift }),
})

/** Every request of the client served by a connection of the proxy's own. `asked` are the frames that told a server. */
function proxied(shift = 7000) {
  const run = new EvidenceBuilder()
  const { director, station } = run.cast
  run.ipvs([], { connections: 0, inPackets: 0 })
  const asked: number[] = []
  resolveVip(run, director)
  each(run, (server, isFirst) => {
    const inner = run.exchange('proxy', server.node)
    connection(run, inner, [station, director])
    if (isFirst) resolveServer(run, server)
    const outer = run.exchange('local', server.node)
    const ends = { source: director.address, destination: server.address, sourcePort: 50_000 + outer.id }
    Object.assign(outer, ends)
    const told = connection(run, outer, [director, server], shift)
    asked.push(told.hops[0]?.sightings[0]?.frame ?? 0)
    Object.assign(inner, { upstream: outer.id, director: 'director' })
    run.attempt('answered', server.node)
    // Local ports count with exchanges, of which each attempt has two here.
    Object.assign(run.attempts.at(-1) ?? {}, { localPort: inner.sourcePort })
  })
  return { run, asked }
}

const judged = (run: EvidenceBuilder, ...specs: ExpectationSpec[]) =>
  judge(labOf(run.cast, specs.length > 0 ? specs : [PROXY]), run.evidence())

describe('mode: proxy', () => {
  test('keeps every promise where two connections serve each request', async () => {
    const verdicts = await judged(proxied().run)
    expect(verdicts.map(({ expectation, status, observed }) => [expectation, status, observed])).toEqual(
      verdicts.map(({ expectation, observed }) => [expectation, 'pass', observed]),
    )
    expect(verdictOn(verdicts, 'proxy/closed-by-itself').observed).toBe(
      "first FIN to the client's side: director 4; to the servers': rs2 2, rs1 2",
    )
  })

  test('is broken by a sequence number that was passed on', async () => {
    const verdicts = await judged(proxied(0).run)
    expect(failing(verdicts)).toEqual(['proxy/two-handshakes'])
  })

  test('is broken where nobody was asked', async () => {
    const { run } = proxied()
    for (const exchange of run.exchanges) {
      if (exchange.mode === 'proxy') Object.assign(exchange, { mode: 'local', server: 'director' })
      delete exchange.upstream
    }
    expect(failing(await judged(run))).toEqual([
      'proxy/server-sees-director',
      'proxy/reply-to-director',
      'proxy/two-handshakes',
      'proxy/mode-inferred',
    ])
  })

  test('is broken by a reset of the client, and by a status that only a proxy gives', async () => {
    const { run } = proxied()
    const [fin] = run.journeys.filter(({ summary }) => summary === 'FIN-ACK')
    Object.assign(fin ?? {}, { flags: 'R.', summary: 'RST-ACK' })
    Object.assign(run.attempts[1] ?? {}, { status: 502 })
    expect(failing(await judged(run))).toEqual(['proxy/answered', 'proxy/closed-by-itself'])
  })
})

describe('the connection to a server', () => {
  const CLOSED = 'proxy/closed-by-itself'

  /** What it says of packets to and from servers, each changed. */
  async function closed(change: (packet: ReturnType<EvidenceBuilder['reply']>) => void) {
    const { run } = proxied()
    const far = run.exchanges.filter(({ mode }) => mode === 'local')
    const ids = far.flatMap(({ requests, replies }) => [...requests, ...replies])
    for (const journey of run.journeys.filter(({ id }) => ids.includes(id))) change(journey)
    return { run, verdict: verdictOn(await judged(run), CLOSED) }
  }

  const isGoodbye = ({ summary }: { summary: string }) => summary === 'FIN-ACK'

  test('may be kept, and then that is said', async () => {
    const { verdict } = await closed((packet) => {
      if (isGoodbye(packet)) Object.assign(packet, { flags: '.', summary: 'ACK' })
    })
    expect(verdict).toMatchObject({
      status: 'pass',
      observed: "first FIN to the client's side: director 4; to the servers': kept open 4",
    })
  })

  test('is not proven kept where captures were lost', async () => {
    const { run } = await closed((packet) => {
      if (isGoodbye(packet)) Object.assign(packet, { flags: '.', summary: 'ACK' })
    })
    run.capture('director:eth0').dropped = 3
    expect(verdictOn(await judged(run), CLOSED).status).toBe('inconclusive')
  })

  test('may be reset', async () => {
    const { verdict } = await closed((packet) => {
      if (isGoodbye(packet)) Object.assign(packet, { flags: 'R.', summary: 'RST-ACK' })
    })
    expect(verdict.status).toBe('pass')
  })

  test('may not be left half open', async () => {
    const { verdict } = await closed((packet) => {
      if (isGoodbye(packet) && packet.sequence === 8075) Object.assign(packet, { flags: '.', summary: 'ACK' })
    })
    expect(verdict).toMatchObject({
      status: 'fail',
      observed: '4 of 4 exchanges: no FIN from one of both, nor RST, to the server',
    })
  })

  test('may not be kept where the request asked to close it', async () => {
    const { run } = await closed((packet) => {
      if (isGoodbye(packet)) Object.assign(packet, { flags: '.', summary: 'ACK' })
    })
    const frames = framesOf(run, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')
    const verdicts = await judge(labOf(run.cast, [PROXY]), { ...run.evidence(), frames })
    expect(verdictOn(verdicts, CLOSED).status).toBe('fail')
  })
})

describe('client-seen', () => {
  const REQUEST = 'GET / HTTP/1.1\r\n'
  const LINE = `PROXY TCP4 10.0.0.2 ${VIP} 40001 80\r\n`

  /** What the servers were told, and where the client's address was looked for. */
  async function seen(place: ClientSeenExpectation['in'], payload: string, ends = {}, missing = 0) {
    const { run, asked } = proxied()
    for (const journey of run.journeys)
      for (const hop of journey.hops)
        if (asked.includes(hop.sightings[0]?.frame ?? 0)) {
          Object.assign(hop, ends)
          Object.assign(journey, { payloadLength: payload.length + missing })
        }
    const evidence = { ...run.evidence(), frames: framesOf(run, payload) }
    const lab = labOf(run.cast, [{ kind: 'client-seen', probe: 'web', in: place }])
    return verdictOn(await judge(lab, evidence), 'client-seen/web')
  }

  test.each([
    ['x-forwarded-for', `${REQUEST}X-Forwarded-For: 10.0.0.2\r\n\r\n`],
    ['x-forwarded-for', `${REQUEST}X-Forwarded-For: 1.2.3.4, 10.0.0.2\r\n\r\n`],
    ['proxy-protocol', `${LINE}${REQUEST}\r\n`],
    ['nowhere', `${REQUEST}\r\n`],
  ] as const)('in %s', async (place, payload) => {
    expect(await seen(place, payload)).toMatchObject({ status: 'pass' })
  })

  test('in the source of packets', async () => {
    const source = new EvidenceBuilder().cast.client.address
    expect(await seen('source', `${REQUEST}\r\n`, { source })).toMatchObject({ status: 'pass' })
  })

  test.each([
    ['x-forwarded-for', `${REQUEST}X-Forwarded-For: 10.0.0.2, 1.2.3.4\r\n\r\n`, 'client-not-told'],
    ['x-forwarded-for', `${LINE}${REQUEST}\r\n`, 'client-not-told'],
    ['proxy-protocol', `${REQUEST}X-Forwarded-For: 10.0.0.2\r\n\r\n`, 'proxy-line-missing'],
    ['source', `${REQUEST}\r\n`, 'client-not-told'],
  ] as const)('not in %s where %j is told', async (place, payload, cause) => {
    const { status, diagnosis } = await seen(place, payload)
    expect({ status, cause: diagnosis?.cause, nodes: diagnosis?.nodes }).toEqual({
      ...{ status: 'fail', cause, nodes: ['director'] },
    })
  })

  test.each([
    'Forwarded: for=10.0.0.2;proto=http',
    'X-Real-IP: 10.0.0.2',
    'X-Forwarded-For: 10.0.0.2:40001, 1.2.3.4',
    'Forwarded: for="[::ffff:10.0.0.2]:40001"',
  ])('not nowhere where any header tells it: %s', async (header) => {
    const { status, observed } = await seen('nowhere', `${REQUEST}${header}\r\n\r\n`)
    expect({ status, observed }).toEqual({
      status: 'fail',
      observed: expect.stringContaining(
        `CIP elsewhere in the header ${header.slice(0, header.indexOf(':')).toLowerCase()}`,
      ),
    })
  })

  test('another address in a header is not the client', async () => {
    const header = 'X-Real-IP: 10.0.0.20, 110.0.0.2'
    expect(await seen('nowhere', `${REQUEST}${header}\r\n\r\n`)).toMatchObject({ status: 'pass' })
  })

  // A handshake and application data, RFC 8446, section 5.1.
  describe.each(['\x16\x03\x01\x00\x40hello', '\x17\x03\x03\x00\x40data'])('behind TLS (%j)', (record) => {
    test.each([
      ['nowhere', record, 'inconclusive'],
      ['x-forwarded-for', record, 'inconclusive'],
      ['proxy-protocol', `${LINE}${record}`, 'pass'],
      ['proxy-protocol', record, 'fail'],
      ['nowhere', `${LINE}${record}`, 'fail'],
    ] as const)('in %s of %j: %s', async (place, payload, status) => {
      expect((await seen(place, payload)).status).toBe(status)
    })
  })

  test('not nowhere where it is told', async () => {
    expect(await seen('nowhere', `${LINE}${REQUEST}\r\n`)).toMatchObject({ status: 'fail' })
  })

  test('nothing is known where octets were cut off', async () => {
    expect(await seen('nowhere', `${REQUEST}\r\n`, {}, 10)).toMatchObject({ status: 'inconclusive' })
  })

  test('nothing is known where no octets are left', async () => {
    const verdicts = await judged(proxied().run, { kind: 'client-seen', probe: 'web', in: 'nowhere' })
    expect(verdicts[0]?.status).toBe('inconclusive')
  })
})

/** A frame for each sighting; what it carries matters only where a packet has data. */
function framesOf(run: EvidenceBuilder, payload: string): Frame[] {
  const ends = { source: '10.0.0.3', destination: '10.0.0.11', sourcePort: 50_000, destinationPort: 80 }
  const bytes = make.ethernet(
    { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' },
    segment({ ...ends, flags: 'P.', sequence: 1, payload }),
  )
  const last = Math.max(
    ...run.journeys.flatMap(({ hops }) =>
      hops.flatMap(({ sightings }) => sightings.map(({ frame }) => frame)),
    ),
  )
  return Array.from({ length: last }, (_, index) => ({
    ...{ id: index + 1, point: 'client:eth0', time: index, bytes, originalLength: bytes.length },
  }))
}
