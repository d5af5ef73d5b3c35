import type { InferredMode } from '../journey/types.ts'
import type { ModeExpectation, PromisedServer } from '../lab/expectations/types.ts'
import type { Encapsulation } from '../lab/topology/virtual-service.ts'
import type { Lab } from '../lab/types.ts'
import type { ModeName } from '../lab/vocabulary.ts'
import { networksOf, nodeNamed, probeNamed, targetOf } from './topology.ts'
import { firstStep, lastStep, type Step } from './ways.ts'

/** Who plays which part in one virtual service: what the lab promises, never what was observed. */
export interface ModeRoles
  extends Pick<ModeExpectation, 'mode' | 'protocol' | 'probe' | 'director' | 'others' | 'via'> {
  readonly client: string
  /** Names of the real servers. */
  readonly servers: readonly string[]
  /** Port that a real server listens on, as it is configured. */
  readonly ports: Readonly<Record<string, number>>
  /** What packets to a real server are wrapped in, where it is configured for a tunnel. */
  readonly tunnels: Readonly<Record<string, Encapsulation>>
  /** What packets should show, by real server. */
  readonly kinds: Readonly<Record<string, InferredMode>>
  /** Whether any mode that is promised of this director brings replies back through it. */
  readonly repliesReturn: boolean
  /** Those who answer in the end: the real servers, or theirs where they are directors themselves. */
  readonly answerers: readonly string[]
  /** The virtual service that the probe is aimed at. */
  readonly vip: string
  readonly port: number
  /** Where the director receives requests, and who stands there for the client: itself, or the router before it. */
  readonly front: Step
  /** Whom the director hands what is for a real server: itself, or the router before it. By real server. */
  readonly back: Readonly<Record<string, Step>>
  /** Whom a real server hands what is for the director: itself, or a router. By real server. */
  readonly toDirector: Readonly<Record<string, Step>>
  /** Whom a real server hands what is for the client: the client, or a router. By real server. */
  readonly home: Readonly<Record<string, Step>>
  readonly labels: Labels
}

/** Words for the promises. */
export interface Labels {
  /** `client`, or `router` before it. */
  readonly station: string
  /** `CIP` or `GW` */
  readonly stationAddress: string
  /** `rs` */
  readonly server: string
  /** `rs`; where real servers are directors themselves, those behind them. */
  readonly answerer: string
  /** Next hop from the director: `rs`, or routers. */
  readonly next: string
  /** `RIP` or `GW` */
  readonly nextAddress: string
  /** Next hop from real servers to the director: `director`, or routers. */
  readonly toDirector: string
  /** Next hop from real servers to the client: `client`, or routers. */
  readonly home: string
  /** `CIP` or `GW` */
  readonly homeAddress: string
}

/** Takes the parts of one `mode` expectation from the lab. */
export function rolesOf(lab: Lab, spec: ModeExpectation): ModeRoles {
  const { mode, protocol, probe, director, others, via } = spec
  const { from: client } = probeNamed(lab, probe)
  const { address: vip, port = 0 } = targetOf(probeNamed(lab, probe))
  const servers = spec.servers.map(({ node }) => node)
  const front = lastStep(lab, client, director)
  const back = Object.fromEntries(servers.map((server) => [server, handover(lab, spec, server)]))
  const stepsTo = (node: string) =>
    Object.fromEntries(servers.map((server) => [server, firstStep(lab, server, node)]))
  const ways = { front, back, toDirector: stepsTo(director), home: stepsTo(client) }
  const parts = { client, servers, answerers: answerersOf(lab, spec), ...ways }
  return {
    ...{ mode, protocol, probe, director, others, vip, port, ...(via !== undefined && { via }) },
    ...parts,
    ports: Object.fromEntries(spec.servers.map(({ node, port }) => [node, port])),
    tunnels: Object.fromEntries(spec.servers.map(({ node, tunnel }) => [node, tunnel ?? PLAIN])),
    kinds: Object.fromEntries(spec.servers.map((server) => [server.node, kindOf(mode, server)])),
    repliesReturn: modesAt(lab, director).some((one) => RETURNING.includes(one)),
    labels: labelsOf(lab, parts),
  }
}

/** A tunnel that is promised where another mode is configured is one without options. */
const PLAIN: Encapsulation = { type: 'ipip' }

function kindOf(mode: ModeName, { tunnel = PLAIN }: PromisedServer): InferredMode {
  return mode === 'tun' ? `tun-${tunnel.type}` : mode
}

/** Modes in which replies pass the director. */
const RETURNING: readonly ModeName[] = ['nat', 'fullnat', 'proxy']

function modesAt(lab: Lab, director: string): ModeName[] {
  return lab.expectations.flatMap((spec) =>
    spec.kind === 'mode' && spec.director === director ? [spec.mode] : [],
  )
}

/** Direct routing knows no router in between: it addresses the real server's MAC, and nothing else. */
function handover(lab: Lab, { mode, director }: ModeExpectation, server: string): Step {
  const step = firstStep(lab, director, server)
  return mode === 'dr' ? { ...step, node: server } : step
}

/** A real server that is a director itself answers by its own real servers. */
function answerersOf(lab: Lab, { probe, servers }: ModeExpectation): string[] {
  const modes = lab.expectations.filter((spec) => spec.kind === 'mode').filter((spec) => spec.probe === probe)
  return servers.flatMap(({ node }) => {
    const below = modes.filter(({ director }) => director === node)
    return below.length === 0 ? [node] : below.flatMap((spec) => answerersOf(lab, spec))
  })
}

function labelsOf(
  lab: Lab,
  {
    client,
    servers,
    answerers,
    front,
    back,
    toDirector,
    home,
  }: Pick<ModeRoles, 'client' | 'servers' | 'answerers' | 'front' | 'back' | 'toDirector' | 'home'>,
): Labels {
  const next = servers.map((server) => back[server]?.node ?? server)
  const homes = servers.map((server) => home[server]?.node ?? client)
  return {
    station: front.node,
    stationAddress: front.node === client ? 'CIP' : 'GW',
    server: rolesText(lab, servers),
    answerer: rolesText(lab, answerers),
    next: routersText(lab, next),
    nextAddress: next.every((node) => servers.includes(node)) ? 'RIP' : 'GW',
    toDirector: routersText(
      lab,
      Object.values(toDirector).map(({ node }) => node),
    ),
    home: routersText(lab, homes),
    homeAddress: homes.every((node) => node === client) ? 'CIP' : 'GW',
  }
}

/** `rs` for replicas of one role, `rs|web` for a mixed lot. */
function rolesText(lab: Lab, nodes: readonly string[]): string {
  return [...new Set(nodes.map((name) => nodeNamed(lab, name).role))].join('|')
}

/** The same; `router` where each has another one before it. */
function routersText(lab: Lab, nodes: readonly string[]): string {
  const roles = new Set(nodes.map((name) => nodeNamed(lab, name).role))
  return roles.size > 2 ? 'router' : [...roles].join('|')
}

/** Every network that the service's packets pass between director, client's side and real servers. */
export function networksAround(lab: Lab, { front, back, servers }: ModeRoles): string[] {
  const steps = [front, ...Object.values(back)].map(({ network }) => network)
  const stands = servers.flatMap((server) => networksOf(lab, server))
  return [...new Set([...steps, ...stands])]
}
