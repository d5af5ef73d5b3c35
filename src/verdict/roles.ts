import type { Lab, ModeExpectation } from '../lab/types.ts'
import { networksOf, nodeNamed, probeNamed, stationOn, targetOf } from './topology.ts'

/** Who plays which part in one virtual service: what the lab promises, never what was observed. */
export interface ModeRoles {
  readonly probe: string
  readonly client: string
  readonly director: string
  readonly servers: readonly string[]
  /** The virtual service that the probe is aimed at. */
  readonly vip: string
  readonly port: number
  /** The network where the director receives requests, and in direct routing sends them on. */
  readonly network: string
  /** Who stands on that network for the client: the client itself, or the router before it. */
  readonly station: string
  /** Words for the promises: `client` or `router`, `CIP` or `GW`, `rs`. */
  readonly labels: { readonly station: string; readonly stationAddress: string; readonly server: string }
}

/** Takes the parts of one `mode` expectation from the lab. */
export function rolesOf(lab: Lab, { probe, director, servers }: ModeExpectation): ModeRoles {
  const { from } = probeNamed(lab, probe)
  const { address, port = 0 } = targetOf(probeNamed(lab, probe))
  const network = frontNetwork(lab, director, servers)
  const station = stationOn(lab, network, from)
  const stationAddress = station === from ? 'CIP' : 'GW'
  const labels = { station, stationAddress, server: serverLabel(lab, servers) }
  return { probe, client: from, director, servers, vip: address, port, network, station, labels }
}

/** The director's network that most real servers stand on; its first where none does. */
function frontNetwork(lab: Lab, director: string, servers: readonly string[]): string {
  const networks = networksOf(lab, director)
  const shared = (network: string) => servers.filter((name) => networksOf(lab, name).includes(network)).length
  const best = networks.reduce(
    (best, network) => (shared(network) > shared(best) ? network : best),
    networks[0] ?? '',
  )
  if (best === '') throw new Error(`${director} stands on no network`)
  return best
}

/** `rs` for replicas of one role, `rs|web` for a mixed lot. */
function serverLabel(lab: Lab, servers: readonly string[]): string {
  return [...new Set(servers.map((name) => nodeNamed(lab, name).role))].join('|')
}
