import { readExpected } from '../../src/dns/expected.ts'
import { readMessage } from '../../src/dns/read.ts'
import type { DnsMessage } from '../../src/dns/types.ts'
import type { Journey } from '../../src/journey/types.ts'
import type { DnsExpectation } from '../../src/lab/expectations/types.ts'
import type { DnsProbe } from '../../src/lab/probes/types.ts'
import type { Lab } from '../../src/lab/types.ts'
import type { CaptureRecord, NodeState, ProbeAttempt } from '../../src/verdict/types.ts'
import { type View, viewOf } from '../../src/verdict/view.ts'

/** Nodes of a small world of names, and their addresses: the client, its resolver, two authoritative servers. */
export const PLACES = {
  client: '10.0.0.2',
  resolver: '10.0.0.53',
  com: '10.0.0.4',
  dnslb1: '10.0.0.5',
  dnslb2: '10.0.0.6',
} as const

type Place = keyof typeof PLACES

/** A message on its way: who sends it to whom, in which conversation. */
export interface Line {
  readonly from: Place
  readonly to: Place
  /** Conversations count from 1; the first is the client's. */
  readonly talk: number
  readonly octets: Uint8Array
}

const PROBE: DnsProbe = {
  ...{ kind: 'dns', name: 'lookup', from: 'client', domain: 'n.com', type: 'A' },
  ...{ server: PLACES.resolver, timeoutMs: 2000, times: 1 },
}

const FIRST_PORT = 40001
const macOf = (place: Place): string => `02:00:00:00:00:0${Object.keys(PLACES).indexOf(place) + 1}`

/** What a run with these messages, in this order, left behind; each is a frame of its own. */
export function lookupView(
  lines: readonly Line[],
  { listening = [53], dropped = 0 }: { listening?: readonly number[]; dropped?: number } = {},
): View {
  const journeys = lines.map((line, index) => journeyOf(line, index + 1))
  const talks = [...new Set(lines.map(({ talk }) => talk))]
  const attempt: ProbeAttempt = { outcome: 'answered', milliseconds: 1, localPort: FIRST_PORT }
  return viewOf(LAB, {
    journeys,
    exchanges: talks.map((talk) => exchangeOf(talk, journeys, lines)),
    captures: places().map(
      (place): CaptureRecord => ({ point: `${place}:eth0`, live: true, drained: true, dropped, frames: 9 }),
    ),
    nodes: places().map((place) => stateOf(place, listening)),
    networks: [],
    probes: [{ probe: 'lookup', from: 'client', attempts: [attempt] }],
    origin: 0,
    happened: [],
    addressChanges: [],
  })
}

/** The expectation of these steps, as a lab writes them. */
export function expected(...steps: readonly string[]): DnsExpectation {
  return {
    kind: 'dns',
    probe: 'lookup',
    steps: steps.map((text) => {
      const [ends = '', ...words] = text.split(' ')
      const [from = '', to = ''] = ends.split(':')
      const read = readExpected(words.join(' '))
      if (!read.ok) throw new Error(read.reason)
      return { from, to, message: read.text }
    }),
  }
}

const places = (): Place[] => Object.keys(PLACES) as Place[]

function messageOf(octets: Uint8Array): DnsMessage {
  const read = readMessage(octets)
  if (!read.ok) throw new Error(read.reason)
  return read.message
}

function journeyOf({ from, to, talk, octets }: Line, frame: number): Journey {
  const sighting = { frame, point: `${from}:eth0`, time: frame, direction: 'out' as const }
  return {
    ...{
      id: frame,
      kind: 'udp',
      summary: 'DNS',
      payloadLength: octets.length,
      disposition: 'received',
      exchange: talk,
    },
    dns: messageOf(octets),
    hops: [
      {
        ...{
          sourceMac: macOf(from),
          destinationMac: macOf(to),
          source: PLACES[from],
          destination: PLACES[to],
        },
        ...{ encapsulation: [], sightings: [sighting], changes: [] },
      },
    ],
  }
}

function exchangeOf(talk: number, journeys: readonly Journey[], lines: readonly Line[]) {
  const own = journeys.filter(({ exchange }) => exchange === talk)
  const ids = (response: boolean) => own.filter(({ dns }) => dns?.response === response).map(({ id }) => id)
  const { from, to } = lines.find((line) => line.talk === talk) as Line
  return {
    ...{ id: talk, protocol: 'udp' as const, source: PLACES[from], sourcePort: FIRST_PORT + talk - 1 },
    ...{ destination: PLACES[to], destinationPort: 53, requests: ids(false), replies: ids(true), errors: [] },
    ...{ tiers: [], mode: 'local' as const },
  }
}

function stateOf(node: Place, listening: readonly number[]): NodeState {
  const nic = {
    name: 'eth0',
    mac: macOf(node),
    addresses: [`${PLACES[node]}/24`],
    up: true,
    carrier: true,
    receiveErrors: 0,
  }
  return {
    ...{ node, interfaces: [nic], neighbours: [], routes: [], sysctls: {}, counters: {}, ipvs: [] },
    ...{ netfilter: [], daemons: [], listening: node.startsWith('dnslb') ? listening : [53] },
  }
}

const LAB: Lab = {
  ...{
    name: 'names',
    title: '',
    file: '/labs/names/lab.yaml',
    seed: '0',
    vars: {},
    networks: [],
    changes: [],
    expectations: [],
  },
  probes: [PROBE],
  nodes: places().map((name) => ({
    ...{ name, role: name.replace(/\d$/, ''), replica: 1, addresses: [], routes: [], sysctls: {}, ipvs: [] },
    links: [{ device: 'eth0', port: `${name}-eth0`, bridge: 'lan', mac: macOf(name) }],
    interfaces: [{ name: 'eth0', network: 'lan', link: 'eth0' }],
    ...{ daemons: [], programs: [], captures: ['eth0'], tunnels: [], netfilter: [], nameServers: [] },
  })),
}
