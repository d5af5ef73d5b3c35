import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'

/** What a node is there for; decides which letters its addresses get. A `second` director is a real server as well. */
export type Part = 'director' | 'second' | 'server' | 'client' | 'router' | 'other'

/**
 * The part of every node. Directors and real servers come before clients, because they may send probes as well;
 * a router is who stands on several networks and is none of these.
 */
export function partsOf(lab: Lab): Map<string, Part> {
  const [directors, servers] = [directorsOf(lab), serversOf(lab)]
  const clients = clientsOf(lab)
  const part = ({ name, interfaces }: Node): Part => {
    if (directors.has(name)) return servers.has(name) ? 'second' : 'director'
    if (servers.has(name)) return 'server'
    if (clients.has(name)) return 'client'
    return new Set(interfaces.map(({ network }) => network)).size > 1 ? 'router' : 'other'
  }
  return new Map(lab.nodes.map((node) => [node.name, part(node)]))
}

/** Where modes are promised, those who ask for what is promised; anybody else keeps their own name. */
function clientsOf({ expectations, probes }: Lab): Set<string> {
  const modes = expectations.filter((spec) => spec.kind === 'mode')
  const sending = probes.filter(({ kind }) => kind !== 'run')
  const asking = sending.filter(({ name }) => modes.some(({ probe }) => probe === name))
  return new Set((asking.length > 0 ? asking : sending).map(({ from }) => from))
}

function directorsOf(lab: Lab): Set<string> {
  const promised = lab.expectations.flatMap((spec) => (spec.kind === 'mode' ? [spec.director] : []))
  const scheduling = lab.nodes.filter(({ ipvs }) => ipvs.length > 0).map(({ name }) => name)
  return new Set([...promised, ...scheduling])
}

function serversOf(lab: Lab): Set<string> {
  const promised = lab.expectations.flatMap((spec) => {
    if (spec.kind === 'mode') return spec.servers.map(({ node }) => node)
    return spec.kind === 'spread' ? spec.over : []
  })
  const scheduled = lab.nodes.flatMap(({ ipvs }) => ipvs.flatMap(({ servers }) => servers))
  return new Set([...promised, ...scheduled.flatMap(({ node }) => (node === undefined ? [] : [node]))])
}

/** Networks in the order in which they matter to balanced traffic: the real servers', the directors', all others. */
export function networksByWeight(lab: Lab, parts: ReadonlyMap<string, Part>): string[] {
  const networksOf = (wanted: Part) =>
    lab.nodes
      .filter(({ name }) => parts.get(name) === wanted)
      .flatMap(({ interfaces }) => interfaces.map(({ network }) => network))
  const rest = lab.networks.map(({ name }) => name)
  return [...new Set([...networksOf('server'), ...networksOf('second'), ...networksOf('director'), ...rest])]
}
