import type { RunEnded, RunEvent, RunEventBody, RunStarted } from '../../../src/events/types.ts'
import { EVENTS_VERSION } from '../../../src/events/types.ts'
import type { ProbeAttempt, Verdict } from '../../../src/verdict/types.ts'
import { type Host, host, Traffic, vip } from './traffic.ts'

const client = host('client', 1)
const director = host('director', 2)

const steps: readonly (readonly [title: string, milliseconds: number, detail?: string])[] = [
  ['Boot the kernel', 1160, 'Linux 6.1.176'],
  ['Build networks and nodes', 402, '4 nodes, 1 network'],
  ['Start daemons', 511, 'rs1-http, rs2-http'],
  ['Prove every capture alive', 318],
  ['Send probes', 74],
  ['Read kernel state', 121],
  ['End the captures', 230, '122 frames, none dropped'],
  ['Judge', 24],
]

export interface Options {
  readonly replicas?: number
  /** Further nodes on the LAN. */
  readonly others?: readonly Host[]
  readonly start?: Partial<RunStarted>
  readonly traffic?: (traffic: Traffic, servers: readonly Host[]) => void
  readonly verdicts?: readonly Verdict[]
  readonly end?: Partial<RunEnded>
  /** Packets that the director's capture dropped. */
  readonly dropped?: number
}

/** The events of a run of the `dr` lab as a runner would emit them: four GETs, spread rr. */
export function drRun(options: Options = {}): RunEvent[] {
  const servers = Array.from({ length: options.replicas ?? 2 }, (_, index) =>
    host(`rs${index + 1}`, 11 + index),
  )
  const traffic = new Traffic([client, director, ...(options.others ?? []), ...servers])
  ;(options.traffic ?? healthy)(traffic, servers)
  const out = '/home/ada/.local/state/lvslab/runs/2025-11-21T10.15.00-dr'
  return timed([
    {
      type: 'run-started',
      version: EVENTS_VERSION,
      startedAt: '2025-11-21T10:15:00.000Z',
      lab: 'dr',
      title: 'LVS direct routing on one LAN',
      file: '/home/ada/lvslab/labs/dr/lab.yaml',
      seed: 'lvslab',
      kernel: 'uml',
      kernelReason: "this machine's kernel has no IPVS",
      steps: steps.map(([title]) => title),
      out,
      ...options.start,
    },
    ...steps.slice(0, 4).flatMap(stepEvents),
    { type: 'capture-started', points: traffic.lan.map(({ point }) => point) },
    ...steps.slice(4, 5).flatMap(stepEvents),
    { type: 'probe-ended', result: { probe: 'web', from: 'client', attempts: attempts(servers) } },
    ...steps.slice(5).flatMap(stepEvents),
    observed(traffic, options.dropped ?? 0),
    {
      type: 'judged',
      names: names(traffic.lan, servers),
      journeys: traffic.journeys,
      exchanges: traffic.exchanges,
      verdicts: options.verdicts ?? promises(servers),
    },
    {
      type: 'run-ended',
      outcome: 'pass',
      milliseconds: 2874,
      artifacts: ['capture.pcapng', 'rs1-http.log', 'rs2-http.log'].map((name) => `${out}/${name}`),
      ...options.end,
    },
  ])
}

/** Gives each event the time at which its step would have reached it. */
function timed(bodies: readonly RunEventBody[]): RunEvent[] {
  let at = 0
  return bodies.map((body) => {
    if (body.type === 'step-ended') at += body.milliseconds
    return { at, ...body }
  })
}

function stepEvents([title, milliseconds, detail]: (typeof steps)[number]): RunEventBody[] {
  const ended = { type: 'step-ended', title, milliseconds } as const
  return [{ type: 'step-started', title }, detail === undefined ? ended : { ...ended, detail }]
}

const serverOf = (servers: readonly Host[], request: number): Host =>
  servers.at(-1 - (request % servers.length)) as Host

export function healthy(traffic: Traffic, servers: readonly Host[]): void {
  traffic.arpRequest(client, vip)
  traffic.arpReply(director, client, vip)
  for (const server of servers) {
    traffic.arpRequest(director, server.address)
    traffic.arpReply(server, director)
    traffic.arpRequest(server, client.address)
    traffic.arpReply(client, server)
  }
  for (let request = 0; request < Math.max(4, servers.length); request++)
    traffic.directRouting(client, director, serverOf(servers, request), 40124 + request)
}

const attempts = (servers: readonly Host[]): ProbeAttempt[] =>
  Array.from({ length: Math.max(4, servers.length) }, (_, request) => ({
    outcome: 'answered',
    status: 200,
    server: serverOf(servers, request).node,
    localPort: 40124 + request,
    milliseconds: 9,
  }))

const observed = ({ lan }: Traffic, dropped: number): RunEventBody => ({
  type: 'observed',
  ...{ origin: 0, addressChanges: [] },
  nodes: [],
  networks: [],
  captures: lan.map(({ node, point }) => ({
    point,
    live: true,
    drained: true,
    dropped: node === 'director' ? dropped : 0,
    frames: 30,
  })),
})

const names = (lan: readonly Host[], servers: readonly Host[]) => ({
  macs: Object.fromEntries(lan.map(({ mac, node }) => [mac, node])),
  addresses: {
    [client.address]: 'CIP',
    [vip]: 'VIP',
    [director.address]: 'DIP',
    ...Object.fromEntries(servers.map(({ address }, index) => [address, `RIP${index + 1}`])),
  },
})

const promise = (expectation: string, title: string, observed: string): Verdict => ({
  expectation: `dr/${expectation}`,
  title,
  status: 'pass',
  expected: title,
  observed,
  frames: [1, 2],
})

export const promises = (servers: readonly Host[]): Verdict[] => [
  promise('answered', 'Every request is answered by a real server', '4 of 4 answered'),
  promise('arp-one-responder', 'Only the director answers who-has VIP', 'director answered, nobody else'),
  promise(
    'client-neighbour',
    "The client's neighbour entry for VIP is the director's MAC",
    'VIP is at director',
  ),
  promise(
    'request-by-director',
    'Requests go client:director/CIP:VIP, then director:rs/CIP:VIP',
    '20 of 20 requests',
  ),
  promise('ttl', 'The director takes 1 off the TTL', 'TTL 64, then 63'),
  promise('reply-straight', 'Replies go rs:client/VIP:CIP', '16 of 16 replies'),
  promise('reply-not-director', 'No reply is seen at the director', 'none of 122 frames'),
  promise(
    'spread',
    'Requests fall on rs as rr deals them',
    servers.map(({ node }) => `${node} 2`).join(', '),
  ),
]

/** arp-ignore-off: the real servers answer the client's ARP as well. */
export function arpIgnoreOff(): RunEvent[] {
  const traffic = (lan: Traffic, servers: readonly Host[]) => {
    lan.arpRequest(client, vip)
    for (const responder of [director, ...servers]) lan.arpReply(responder, client, vip)
    for (let request = 0; request < 4; request++)
      lan.directRouting(client, director, serverOf(servers, request), 40124 + request)
  }
  const servers = [host('rs1', 11), host('rs2', 12)]
  const failed: Verdict = {
    expectation: 'dr/arp-one-responder',
    title: 'Only the director answers who-has VIP',
    status: 'fail',
    expected: 'one answer, from director',
    observed: '3 answers, from director, rs1 and rs2',
    frames: [5, 7, 9],
    diagnosis: {
      cause: 'arp-ignore',
      nodes: ['rs1', 'rs2'],
      divergence: 'rs1:client/VIP is-at rs1 (frame 7): an ARP reply that nobody but the director may send',
      text: 'rs1 and rs2 own the VIP on lo and answer ARP for it on eth0, because arp_ignore is 0 on all and on eth0 there. Whoever answers last gets the traffic, past the director.',
      remedy: 'On rs1 and rs2: sysctl net.ipv4.conf.all.arp_ignore=1',
    },
  }
  const verdicts = promises(servers).map((verdict) =>
    verdict.expectation === failed.expectation ? failed : verdict,
  )
  const change = {
    name: 'arp-ignore-off',
    kind: 'fault',
    title: 'arp_ignore=0 on every real server',
  } as const
  return drRun({ traffic, verdicts, start: { change }, end: { outcome: 'fail' } })
}
