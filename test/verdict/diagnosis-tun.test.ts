import { describe, expect, test } from 'vitest'
import type { FilterRule } from '../../src/verdict/types.ts'
import { Recording } from '../support/recording.ts'
import { verdictOn } from './support.ts'

/** How a recorded run of healthy tunnels (rs1 IPIP, rs2 GRE, rs3 GUE) is bent. */
type Bend = (run: Recording) => void

const all =
  (...bends: readonly Bend[]): Bend =>
  (run) =>
    bends.forEach((bend) => void bend(run))

const PLACE = { rs1: 2, rs2: 1, rs3: 0 } as const
type Server = keyof typeof PLACE

/** A real server says nothing more, and its client gives up. */
const mute =
  (server: Server): Bend =>
  (run) => {
    run.drop(`${server}:router/VIP:CIP`)
    Object.assign(run.evidence.probes[0]?.attempts[PLACE[server]] ?? {}, { outcome: 'timeout' })
  }

const nextId = ({ evidence }: Recording): number => Math.max(...evidence.journeys.map(({ id }) => id)) + 1

/** An ICMP error about the first request to a real server, told by a node to another one. */
const icmp =
  (server: Server, [from, to]: [string, string], summary: string, code = 3): Bend =>
  (run) => {
    const exchange = run.exchange(server)
    const cause = exchange.requests[0] as number
    const id = nextId(run)
    const hop = {
      ...{
        sourceMac: run.mac(from),
        destinationMac: run.mac(to),
        source: '10.0.0.11',
        destination: '192.0.2.2',
      },
      ...{
        encapsulation: [],
        changes: [],
        sightings: [{ frame: 1000 + id, point: `${from}:eth0`, time: id, direction: 'out' as const }],
      },
    }
    const error = { type: 3, code, about: 'tcp', cause }
    run.evidence.journeys.push({
      ...{ id, kind: 'icmp', summary, icmp: error, payloadLength: 0, hops: [hop], disposition: 'received' },
    })
    exchange.errors.push(id)
  }

const refused = (server: Server, summary = 'port unreachable'): Bend =>
  all(icmp(server, [server, 'router'], summary), icmp(server, ['director', 'router'], summary))

const device =
  (server: Server, name: string, fields: { up?: boolean; receiveErrors?: number }): Bend =>
  (run) => {
    Object.assign(run.state(server).interfaces.find((one) => one.name === name) ?? {}, fields)
  }

const counter =
  (node: string, name: string, value: number): Bend =>
  (run) => {
    run.state(node).counters[name] = value
  }

const sysctl =
  (node: string, name: string, value: number): Bend =>
  (run) => {
    run.state(node).sysctls[name] = String(value)
  }

const rule =
  (node: string, chain: string, text: string, packets: number): Bend =>
  (run) => {
    const matched: FilterRule = {
      family: 'ipv4',
      table: 'filter',
      chain,
      rule: text,
      packets,
      bytes: packets * 60,
    }
    run.state(node).netfilter = [matched]
  }

/** Requests to a real server end at the router. */
const stuck = (server: 'rs1'): Bend =>
  all(mute(server), (run) => run.cut(`router:${server}/DIP:RIP1 ipip [CIP:VIP]`))

const withoutRoute =
  (node: string, to: string): Bend =>
  (run) => {
    run.state(node).routes = run.state(node).routes.filter((route) => route.to !== to)
  }

/** The second request packet to rs1 was refused as too large, and comes again. */
const tooLarge: Bend = (run) => {
  const exchange = run.exchange('rs1')
  const journeys = run.evidence.journeys
  const sent = journeys.find(({ id, payloadLength }) => exchange.requests.includes(id) && payloadLength > 0)
  if (sent === undefined) throw new Error('no data was sent')
  sent.hops = sent.hops.slice(0, 2)
  icmp('rs1', ['director', 'router'], 'fragmentation needed, mtu 1480', 4)(run)
  const error = journeys.at(-1)
  Object.assign(error?.icmp ?? {}, { cause: sent.id })
  Object.assign(error?.hops[0] ?? {}, { destinationMac: run.mac('client') })
  const again = { ...structuredClone(sent), id: nextId(run), summary: `${sent.summary}, again` }
  journeys.push(again)
  exchange.requests.push(again.id)
}

const CHECKSUM: Bend = (run) => {
  for (const journey of run.journeys('router:rs2/DIP:RIP2 gre [CIP:VIP]'))
    for (const { encapsulation } of journey.hops) for (const outer of encapsulation) outer.checksum = true
  const server = run.state('director').ipvs[0]?.servers.find(({ tunnel }) => tunnel?.type === 'gre')
  Object.assign(server?.tunnel ?? {}, { checksum: true })
}

const DROP_ICMP = '-A INPUT -p icmp -j DROP'

interface Case {
  readonly bend: Bend
  readonly cause: string
  readonly nodes: readonly string[]
  readonly says: readonly (string | RegExp)[]
  readonly remedy?: string
  /** Takes part of the proof away: then no cause is named. */
  readonly without: Readonly<Record<string, Bend>>
}

const cases: Record<string, Case> = {
  'a tunnel device that is down': {
    bend: all(mute('rs1'), refused('rs1'), device('rs1', 'tunl0', { up: false })),
    cause: 'tunnel-down',
    nodes: ['rs1'],
    says: [
      'rs1 got router:rs1/DIP:RIP1 ipip [CIP:VIP] (frame 157)',
      /answered rs1:router\/\S+ port unreachable/,
      /director passes on as director:router\/\S+ port unreachable/,
      'on rs1, tunl0 is down, so nobody takes IP protocol 4',
    ],
    remedy: 'on rs1: ip link set tunl0 up',
    without: {
      'that it is down': device('rs1', 'tunl0', { up: true }),
      'a refusal': (run) => (run.exchange('rs1').errors = []),
    },
  },
  'a tunnel device that is missing': {
    bend: all(mute('rs1'), refused('rs1', 'protocol unreachable'), (run) => {
      run.state('rs1').interfaces = run.state('rs1').interfaces.filter(({ name }) => name !== 'tunl0')
    }),
    cause: 'tunnel-down',
    nodes: ['rs1'],
    says: ['protocol unreachable', 'on rs1, tunl0 is missing'],
    remedy: 'on rs1: modprobe ipip; ip link set tunl0 up',
    without: {},
  },
  'GUE that nobody takes': {
    bend: all(mute('rs3'), refused('rs3'), counter('rs3', 'Udp.NoPorts', 2)),
    cause: 'gue-listener',
    nodes: ['rs3'],
    says: [
      'rs3 got router:rs3/DIP:RIP3 gue [CIP:VIP]',
      'nothing takes UDP port 6080 (Udp.NoPorts counts 2 datagrams)',
    ],
    remedy: 'on rs3: ip fou add port 6080 gue',
    without: { 'the counter': counter('rs3', 'Udp.NoPorts', 0) },
  },
  'a GRE checksum that gre0 does not take': {
    bend: all(mute('rs2'), CHECKSUM, device('rs2', 'gre0', { receiveErrors: 2 })),
    cause: 'gre-checksum',
    nodes: ['director'],
    says: [
      'whose GRE header has a checksum',
      'on rs2, gre0 expects none and dropped 2 packets (its receive errors)',
    ],
    remedy: 'on director: ipvsadm -e -t 192.0.2.100:80 -r 10.0.0.3:80 -i --tun-type gre --tun-nocsum',
    without: { 'receive errors': device('rs2', 'gre0', { receiveErrors: 0 }) },
  },
  'a strict reverse-path filter behind the tunnel': {
    bend: all(
      mute('rs1'),
      sysctl('rs1', 'ipv4.conf.all.rp_filter', 1),
      counter('rs1', 'TcpExt.IPReversePathFilter', 3),
    ),
    cause: 'rp-filter',
    nodes: ['rs1'],
    says: [
      'a capture on tunl0 shows it unwrapped (frame 159)',
      'rp_filter on tunl0 is 1 (the larger of all 1 and tunl0 0)',
      '3 packets dropped (TcpExt.IPReversePathFilter)',
    ],
    remedy: 'on rs1: sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0',
    without: {
      'strictness: 2 is loose': sysctl('rs1', 'ipv4.conf.all.rp_filter', 2),
      'the counter': counter('rs1', 'TcpExt.IPReversePathFilter', 0),
    },
  },
  'a router that checks sources': {
    bend: all(
      (run) => run.cut('router:client/VIP:CIP'),
      (run) => {
        for (const attempt of run.evidence.probes[0]?.attempts ?? []) attempt.outcome = 'timeout'
      },
      sysctl('router', 'ipv4.conf.all.rp_filter', 1),
      counter('router', 'TcpExt.IPReversePathFilter', 7),
    ),
    cause: 'urpf',
    nodes: ['router'],
    says: [
      /rs\d:router\/VIP:CIP \(frames .*\) was not sent on: rp_filter on eth2 is 1/,
      /the way of router to its source, the VIP, is 192.0.2.0\/24 dev eth1: /,
      '7 packets dropped',
    ],
    without: { 'the counter': counter('router', 'TcpExt.IPReversePathFilter', 0) },
  },
  'a router that filters the protocol': {
    bend: all(stuck('rs1'), rule('router', 'FORWARD', '-A FORWARD -p ipencap -j DROP', 2)),
    cause: 'protocol-filtered',
    nodes: ['router'],
    says: [
      'director:router/DIP:RIP1 ipip [CIP:VIP]',
      '-A FORWARD -p ipencap -j DROP on router matched 2 packets',
    ],
    remedy: 'on router: iptables -t filter -I FORWARD -p 4 -j ACCEPT',
    without: {
      'a match': rule('router', 'FORWARD', '-A FORWARD -p ipencap -j DROP', 0),
      'a rule that drops': rule('router', 'FORWARD', '-A FORWARD -p ipencap -j ACCEPT', 2),
    },
  },
  'a router that knows no way to a site': {
    bend: all(stuck('rs1'), withoutRoute('router', '10.0.0.0/24')),
    cause: 'no-route',
    nodes: ['router'],
    says: [
      'director:router/DIP:RIP1 ipip [CIP:VIP]',
      'was not sent on: on router, no route leads to RIP1 10.0.0.2',
    ],
    without: {},
  },
  'a client that never hears of the smaller MTU': {
    bend: all(mute('rs1'), tooLarge, rule('client', 'INPUT', DROP_ICMP, 5)),
    cause: 'path-mtu',
    nodes: ['client'],
    says: [
      /is too large for the tunnel, as \S+ fragmentation needed, mtu 1480/,
      `${DROP_ICMP} on client matched 5 packets`,
    ],
    without: { 'a match': rule('client', 'INPUT', DROP_ICMP, 0) },
  },
}

async function diagnosisOf(...bends: readonly Bend[]) {
  const run = new Recording('tun')
  for (const bend of bends) bend(run)
  return verdictOn(await run.judged(), 'tun/answered').diagnosis
}

describe.each(Object.entries(cases))('%s', (_, { bend, cause, nodes, says, remedy, without }) => {
  test('is named, with its proof', async () => {
    const found = await diagnosisOf(bend)
    expect(found).toMatchObject({ cause, nodes })
    for (const words of says) expect(found?.text).toEqual(expect.stringMatching(pattern(words)))
    if (remedy !== undefined) expect(found?.remedy).toBe(remedy)
  })

  const weaker = Object.entries(without)
  if (weaker.length > 0)
    test.each(weaker)('is not named without %s', async (_, bent) => {
      expect(await diagnosisOf(bend, bent)).toMatchObject({ cause: 'unknown', nodes: [] })
    })
})

/** A text stands for itself. */
function pattern(words: string | RegExp): RegExp {
  return words instanceof RegExp ? words : new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
}

test('packets that end at a router without a reason in its kernel have no known cause', async () => {
  expect(await diagnosisOf(stuck('rs1'))).toMatchObject({ cause: 'unknown' })
})
