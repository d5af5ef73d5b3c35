import { describe, expect, test } from 'vitest'
import type { Exchange, Hop, Journey } from '../../src/journey/types.ts'
import type { Lab } from '../../src/lab/types.ts'
import { judge } from '../../src/verdict/judge.ts'
import type {
  BirdState,
  DaemonRoute,
  Evidence,
  NetworkState,
  NodeState,
  ProbeResult,
} from '../../src/verdict/types.ts'
import { good } from '../lab/support.ts'

/** A route reflector and two aggregation routers in the core; behind one of them a server in a VLAN. */
const labWith = (expected: string, more = '', serve = ''): Lab =>
  good(`title: Test
networks:
  core: 10.0.1.0/24
  front: { subnet: 10.1.10.0/24, switch: tor1, vlan: 10 }
nodes:
  border: { on: { core: 10.0.1.1 } }
  ar1: { on: { core: 10.0.1.11, front: 10.1.10.1 }, trunks: tor1${serve} }
  ar2: { on: { core: 10.0.1.12 } }
  lb: { on: { front: 10.1.10.11 } }
probes: { web: { from: ar2, http: "http://lb/", times: 1 } }
expect: [${expected}]
${more}`)

const TO = '10.1.10.11'
const VIA_AR1 = { to: '10.1.10.0/24', via: '10.0.1.11', dev: 'eth0' }
const session = (name: string, neighbour: string, state = 'Established', lastError?: string) => ({
  ...{ name, neighbour, state, neighbourAs: 64512 },
  ...(lastError === undefined ? {} : { lastError }),
})
const byBgp = (route: Partial<DaemonRoute> = {}): DaemonRoute => ({
  ...VIA_AR1,
  ...{ type: 'unicast', protocol: 'reflector', source: 'bgp', best: true, nextHop: '10.0.1.11' },
  ...route,
})
const bird = (sessions: BirdState['sessions'], routes: readonly DaemonRoute[] = []): BirdState => ({
  ...{ sessions, routes, text: { protocols: 'told', routes: 'told' } },
})

const BIRDS: Readonly<Record<string, BirdState>> = {
  border: bird([session('ar1', '10.0.1.11'), session('ar2', '10.0.1.12')], [byBgp({ protocol: 'ar1' })]),
  ar1: bird([session('reflector', '10.0.1.1')]),
  ar2: bird([session('reflector', '10.0.1.1')], [byBgp()]),
}

interface Otherwise {
  readonly birds?: Readonly<Record<string, BirdState>>
  readonly routes?: NodeState['routes']
  readonly portVlans?: NetworkState['portVlans']
  readonly journeys?: readonly Journey[]
  readonly exchanges?: readonly Exchange[]
  readonly probes?: readonly ProbeResult[]
}

function stateOf(lab: Lab, name: string, { birds = {}, routes }: Otherwise): NodeState {
  const node = lab.nodes.find((one) => one.name === name) ?? expect.fail(name)
  const mac = (device: string) => node.links.find((link) => link.device === device)?.mac ?? ''
  const known = birds[name] ?? BIRDS[name]
  return {
    node: name,
    interfaces: node.interfaces.map((nic) => ({
      ...{ name: nic.name, mac: mac(nic.link), up: true, carrier: true, receiveErrors: 0 },
      addresses: node.addresses.filter((one) => one.interface === nic.name).map(({ cidr }) => cidr),
    })),
    ...{ neighbours: [], sysctls: {}, counters: {}, ipvs: [], netfilter: [], daemons: [], listening: [] },
    routes: routes ?? [{ ...VIA_AR1, type: 'unicast', table: 'main', daemon: 'bird' }],
    ...(known && { bird: known }),
  }
}

const VLANS = { 'ar1-eth1': { tagged: [10] }, 'lb-eth0': { untagged: 10, tagged: [] } }

async function verdictOf(expected: string, otherwise: Otherwise = {}, more = '', serve = '') {
  const lab = labWith(expected, more, serve)
  const { portVlans = VLANS, journeys = [], exchanges = [], probes = [] } = otherwise
  const evidence: Evidence = {
    ...{ journeys, exchanges, probes },
    captures: lab.nodes.flatMap(({ name, captures }) =>
      captures.map((nic) => ({ point: `${name}:${nic}`, live: true, drained: true, dropped: 0, frames: 9 })),
    ),
    nodes: lab.nodes.map(({ name }) => stateOf(lab, name, otherwise)),
    networks: [
      { network: 'core', fdb: [], ports: {} },
      { network: 'front', vlan: 10, fdb: [], ports: {}, portVlans },
    ],
    ...{ happened: [], addressChanges: [], origin: 0 },
  }
  const [verdict] = await judge(lab, evidence)
  return verdict ?? expect.fail('no verdict')
}

describe('route', () => {
  const ROUTE = `{ route: { on: ar2, to: ${TO}, via: ar1, from: border } }`

  test('is what the kernel has and bird was told', async () => {
    expect(await verdictOf(ROUTE)).toMatchObject({
      status: 'pass',
      observed: '10.1.10.0/24 via 10.0.1.11 (ar1), by bgp from border',
    })
  })

  test.each<[string, Otherwise]>([
    ['no route of the kernel', { routes: [] }],
    [
      'one that says so',
      { routes: [{ to: '10.1.10.0/24', type: 'unreachable', table: 'main', daemon: 'bird' }] },
    ],
    [
      'another next hop',
      { routes: [{ ...VIA_AR1, via: '10.0.1.1', type: 'unicast', table: 'main', daemon: 'bird' }] },
    ],
    ['a route that was there without bird', { routes: [{ ...VIA_AR1, type: 'unicast', table: 'main' }] }],
    ['a route that bird does not know', { birds: { ar2: bird([session('reflector', '10.0.1.1')]) } }],
    [
      'a route of another protocol',
      { birds: { ar2: bird([session('reflector', '10.0.1.1')], [byBgp({ source: 'static' })]) } },
    ],
    [
      'a route from another neighbour',
      { birds: { ar2: bird([session('reflector', '10.0.1.11')], [byBgp()]) } },
    ],
  ])('is not %s', async (_, otherwise) => {
    expect((await verdictOf(ROUTE, otherwise)).status).toBe('fail')
  })

  test('unreachable is what has no route, or one that says so', async () => {
    const nowhere = '{ route: { on: ar2, to: 198.51.100.1, is: unreachable } }'
    const unreachable = { to: '198.51.100.0/24', type: 'unreachable', table: 'main' }
    expect(await verdictOf(nowhere)).toMatchObject({ status: 'pass', observed: 'no route' })
    expect((await verdictOf(nowhere, { routes: [unreachable] })).status).toBe('pass')
    expect((await verdictOf(nowhere, { routes: [{ ...unreachable, type: 'unicast' }] })).status).toBe('fail')
  })
})

describe('bgp', () => {
  const SESSIONS = '{ bgp: { on: border, sessions: [ar1, ar2] } }'

  test('is who has an established session, and nobody else', async () => {
    expect(await verdictOf(SESSIONS)).toMatchObject({
      status: 'pass',
      observed: 'established with ar1 and ar2',
    })
    expect((await verdictOf('{ bgp: { on: border, sessions: ar1 } }')).status).toBe('fail')
    expect((await verdictOf('{ bgp: { on: lb, sessions: [] } }')).status).toBe('inconclusive')
  })

  test('of a bird that does not answer nothing is known', async () => {
    const birds = { border: { sessions: [], routes: [], text: { protocols: '', routes: '' } } }
    for (const promise of [SESSIONS, '{ bgp: { on: border, sessions: [] } }'])
      expect(await verdictOf(promise, { birds })).toMatchObject({
        status: 'inconclusive',
        observed: 'the routing daemon of border did not answer',
      })
  })

  test('is every session with a promised node, and whatever is lost is told', async () => {
    const twice = [session('ar1_a', '10.0.1.11'), session('ar1_b', '10.1.10.1', 'Idle')]
    const birds = { border: bird([...twice, session('ar2', '10.0.1.12', 'Active', 'Bad peer AS')]) }
    expect(await verdictOf(SESSIONS, { birds })).toMatchObject({
      status: 'fail',
      observed: 'established with ar1; ar1 by ar1_b Idle; ar2 Active (Bad peer AS)',
    })
    expect((await verdictOf('{ bgp: { on: border, sessions: ar1 } }', { birds })).status).toBe('fail')
    const whole = { border: bird([session('ar1', '10.0.1.11'), session('ar2', '10.0.1.12', 'Active')]) }
    expect((await verdictOf('{ bgp: { on: border, sessions: ar1 } }', { birds: whole })).status).toBe('pass')
  })
})

describe('causes', () => {
  const down = (name: string, neighbour: string) => session(name, neighbour, 'Active', 'Bad peer AS')
  const LOST = '{ bgp: { on: border, sessions: [ar1, ar2] } }'
  const alone = { birds: { border: bird([down('ar1', '10.0.1.11'), session('ar2', '10.0.1.12')]) } }
  const both = {
    birds: {
      border: bird([down('ar1', '10.0.1.11'), down('ar2', '10.0.1.12')]),
      ar1: bird([down('reflector', '10.0.1.1')]),
    },
  }

  test('of one session that is down both ends are named, of several what they have in common', async () => {
    expect((await verdictOf(LOST, alone)).diagnosis).toMatchObject({
      ...{ cause: 'bgp-session-down', nodes: ['border', 'ar1'] },
      text: 'border has no BGP session with ar1 (Active, last error: Bad peer AS).',
    })
    expect((await verdictOf(LOST, both)).diagnosis).toMatchObject({
      cause: 'bgp-session-down',
      nodes: ['border'],
    })
  })

  test('what the timeline has done is nobody’s fault', async () => {
    const timeline = 'timeline: { lasts: 1s, events: { lost: { at: 0s, down: eth0, on: ar1 } } }'
    const steady = (text: string) => `${text}\n${timeline}`
    expect((await verdictOf(LOST, alone, steady(''))).diagnosis).toMatchObject({ cause: 'unknown' })
  })

  const SERVED = ', serve: http, daemons: { bird: labs/dc-network/bird/isp.conf }'

  test.each([
    ['kill: http, on: ar1', 'bgp-session-down'],
    ['kill: bird, on: ar1', 'unknown'],
    ['cut: [ar1, lb]', 'unknown'],
  ])('an event that does %s is a reason for a lost session, or none', async (event, cause) => {
    const timeline = `timeline: { lasts: 1s, events: { lost: { at: 0s, ${event} } } }`
    expect((await verdictOf(LOST, alone, timeline, SERVED)).diagnosis).toMatchObject({ cause })
  })

  const STRANGER = '192.0.2.77'

  test('an address that no node has is not at fault', async () => {
    const birds = { border: bird([session('ar1', '10.0.1.11'), down('far', STRANGER)]) }
    expect((await verdictOf(LOST, { birds })).diagnosis).toMatchObject({
      ...{ cause: 'bgp-session-down', nodes: ['border'] },
    })
  })

  test('a session elsewhere is not why a route is missing', async () => {
    const stranger = bird([session('ar1', '10.0.1.11'), session('ar2', '10.0.1.12'), down('far', STRANGER)])
    const failing = `{ route: { on: ar2, to: ${TO}, via: ar1 } }`
    const { diagnosis } = await verdictOf(failing, { birds: { border: stranger }, routes: [] })
    expect(diagnosis).toMatchObject({ cause: 'unknown' })
  })

  test('but one of the router that has the prefix is', async () => {
    const birds = {
      border: bird([down('ar1', '10.0.1.11'), session('ar2', '10.0.1.12')]),
      ar1: bird([down('reflector', '10.0.1.1')], [byBgp({ source: 'direct', protocol: 'connected' })]),
    }
    const failing = `{ route: { on: ar2, to: ${TO}, via: ar1 } }`
    const { diagnosis } = await verdictOf(failing, { birds, routes: [] })
    expect(diagnosis).toMatchObject({ cause: 'bgp-session-down', nodes: ['border', 'ar1'] })
  })

  test('a probe that came to nothing for a session that a router on its way lacks', async () => {
    const birds = {
      border: bird([session('ar1', '10.0.1.11'), down('ar2', '10.0.1.12')]),
      ar2: bird([down('reflector', '10.0.1.1')]),
    }
    expect((await verdictOf(ANSWERED, { ...probed(), birds, routes: [] })).diagnosis).toMatchObject({
      ...{ cause: 'bgp-session-down', nodes: ['border', 'ar2'] },
    })
    expect((await verdictOf(ANSWERED, { ...probed(), birds })).diagnosis).toMatchObject({ cause: 'unknown' })
  })

  test('a next hop of another prefix is not why', async () => {
    const lost = byBgp({ to: '198.51.100.0/24', type: 'unreachable', nextHop: '203.0.113.1' })
    const birds = { ar2: bird([session('reflector', '10.0.1.1')], [lost]) }
    const failing = `{ route: { on: ar2, to: ${TO}, via: ar1 } }`
    expect((await verdictOf(failing, { birds, routes: [] })).diagnosis).toMatchObject({ cause: 'unknown' })
  })

  test('a next hop that nobody knows', async () => {
    const lost = byBgp({ type: 'unreachable', nextHop: '203.0.113.1' })
    const birds = { ar2: bird([session('reflector', '10.0.1.1')], [lost]) }
    const verdict = await verdictOf(`{ route: { on: ar2, to: ${TO}, via: ar1 } }`, { birds, routes: [] })
    expect(verdict.diagnosis).toMatchObject({
      ...{ cause: 'next-hop-unreachable', nodes: ['ar2'] },
      text: 'ar2 was told of 10.1.10.0/24 by border with next hop 203.0.113.1, to which its bird knows no way.',
    })
  })

  const macOf = (name: string, device = 'eth0') =>
    labWith(LOST)
      .nodes.find((node) => node.name === name)
      ?.links.find((link) => link.device === device)?.mac ?? ''

  const hop = (from: string, to: string, frame: number): Hop => ({
    ...{ sourceMac: macOf(from), destinationMac: macOf(to), source: '10.0.1.12', destination: TO },
    ...{ encapsulation: [], changes: [], ttl: 65 - frame },
    sightings: [
      { frame, point: `${from}:eth0`, time: frame, direction: 'out' },
      { frame: frame + 1, point: `${to}:eth0`, time: frame, direction: 'in' },
    ],
  })

  const packet = (hops: readonly Hop[]): Journey => ({
    ...{ id: 1, kind: 'tcp', summary: 'SYN', payloadLength: 0, hops, disposition: 'received' },
  })

  test('a reflector that puts itself for the next hop', async () => {
    const birds = { ar2: bird([session('reflector', '10.0.1.1')], [byBgp({ nextHop: '10.0.1.1' })]) }
    const journeys = [packet([hop('ar2', 'border', 1), hop('border', 'ar1', 3)])]
    const failing = `{ route: { on: ar2, to: ${TO}, via: border } }`
    expect((await verdictOf(failing, { birds, journeys })).diagnosis).toMatchObject({
      ...{ cause: 'reflector-hairpin', nodes: ['border'] },
    })
    expect((await verdictOf(failing, { journeys })).diagnosis).toMatchObject({ cause: 'unknown' })
    expect((await verdictOf(failing, { birds })).diagnosis).toMatchObject({ cause: 'unknown' })
  })

  test('no reflector is who has not told the route, or is in another AS', async () => {
    const journeys = [packet([hop('ar2', 'border', 1), hop('border', 'ar1', 3)])]
    const failing = `{ route: { on: ar2, to: ${TO}, via: border } }`
    const route = byBgp({ nextHop: '10.0.1.1' })
    const fromAr1 = [session('border', '10.0.1.1'), session('reflector', '10.0.1.11')]
    const external = [{ ...session('reflector', '10.0.1.1'), neighbourAs: 64496 }]
    for (const sessions of [fromAr1, external])
      expect(
        (await verdictOf(failing, { birds: { ar2: bird(sessions, [route]) }, journeys })).diagnosis,
      ).toMatchObject({ cause: 'unknown' })
  })

  test('nor one on whose way a probe is not, or whose packets arrive all the same', async () => {
    const birds = { ar2: bird([session('reflector', '10.0.1.1')], [byBgp({ nextHop: '10.0.1.1' })]) }
    const journeys = [packet([hop('ar2', 'border', 1), hop('border', 'ar1', 3)])]
    const elsewhere = '{ route: { on: ar2, to: 198.51.100.1, via: border } }'
    expect((await verdictOf(elsewhere, { birds, journeys })).diagnosis).toMatchObject({ cause: 'unknown' })
    const way = '{ hops: { probe: web, request: ["ar2:ar1/ar2:lb"] } }'
    const { diagnosis } = await verdictOf(way, { ...probed(journeys), birds })
    expect(diagnosis).toMatchObject({ cause: 'reflector-hairpin', nodes: ['border'] })
    expect((await verdictOf(ANSWERED, { ...probed(journeys), birds })).diagnosis).toMatchObject({
      cause: 'unknown',
    })
  })

  const ANSWERED = '{ outcome: { probe: web, is: answered } }'

  /** An attempt of the probe that was not answered, with the packets that it sent. */
  const probed = (journeys: readonly Journey[] = [packet([hop('ar2', 'ar1', 1)])]): Otherwise => ({
    journeys,
    exchanges: [
      {
        ...{ id: 1, protocol: 'tcp', source: '10.0.1.12', sourcePort: 40_000 },
        ...{ destination: TO, destinationPort: 80, requests: journeys.map(({ id }) => id) },
        ...{ replies: [], errors: [], tiers: [], mode: 'none' },
      },
    ],
    probes: [
      {
        ...{ probe: 'web', from: 'ar2' },
        attempts: [{ outcome: 'timeout', milliseconds: 1000, localPort: 40_000 }],
      },
    ],
  })

  const question = (point: string, sender: string, target: string): Journey => ({
    ...packet([
      {
        ...{
          sourceMac: macOf('lb'),
          destinationMac: 'ff:ff:ff:ff:ff:ff',
          source: sender,
          destination: target,
        },
        ...{ encapsulation: [], changes: [] },
        sightings: [{ frame: 7, point, time: 7, direction: 'out' }],
      },
    ]),
    ...{
      kind: 'arp',
      summary: `who-has ${target} tell ${sender}`,
      neighbour: { kind: 'request', sender, target },
    },
  })

  test.each([
    [
      'lb',
      { ...VLANS, 'lb-eth0': { untagged: 30, tagged: [] } },
      'on tor1: bridge vlan add dev lb-eth0 vid 10 pvid untagged',
    ],
    ['ar1', { ...VLANS, 'ar1-eth1': { tagged: [20] } }, 'on tor1: bridge vlan add dev ar1-eth1 vid 10'],
  ])('the port of %s is in another VLAN', async (node, portVlans, remedy) => {
    const failing = `{ route: { on: ar2, to: ${TO}, via: border } }`
    const journeys = [question(node === 'lb' ? 'lb:eth0' : 'ar1:eth1', '10.1.10.11', '10.1.10.1')]
    const asked = { portVlans, journeys }
    expect((await verdictOf(failing, asked)).diagnosis).toMatchObject({
      cause: 'wrong-vlan',
      nodes: [node],
      remedy,
    })
    expect((await verdictOf(failing, { portVlans })).diagnosis).toMatchObject({ cause: 'unknown' })
    expect((await verdictOf(failing, { journeys })).diagnosis).toMatchObject({ cause: 'unknown' })
    const elsewhere = '{ route: { on: border, to: 198.51.100.1, via: ar2 } }'
    expect((await verdictOf(elsewhere, asked)).diagnosis).toMatchObject({ cause: 'unknown' })
  })
})
