import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { LinkSpec, Member } from './host.ts'
import type { Segment } from './networks.ts'
import { type PortsSpec, withPorts } from './ports.ts'
import type { Ends, Link } from './types.ts'

/** What a node says of its links. */
export interface LinksSpec {
  readonly interfaces?: readonly string[] | undefined
  readonly trunks?: string | readonly string[] | undefined
  readonly ports?: PortsSpec | undefined
}

type Mac = (role: string, replica: number, index: number) => string

/** One link a network, in the order of `on`, or one for all networks of a trunk: by their names, or eth0, eth1, … */
export function resolveLinks(
  member: Member,
  spec: LinksSpec,
  segments: readonly Segment[],
  mac: Mac,
  findings: Findings,
): Ends {
  const trunks = [spec.trunks ?? []].flat()
  const places = member.on.map((wish, index) => placeOf(wish, index, member, segments, findings))
  const cables = [...Map.groupBy(places, ({ bridge, index }) => (trunks.includes(bridge) ? bridge : index))]
  if (spec.interfaces) checkNames(spec.interfaces, member, cables.length, findings)
  checkTrunks(trunks, places, member, findings)
  const all = cables.map(([key, on], index): Ends => {
    const usual = `eth${index}`
    const device = spec.interfaces?.[index] ?? usual
    const ends = { device, port: `${member.name}-${usual}`, mac: mac(member.role, member.replica, index) }
    return typeof key === 'string' ? trunk(ends, on) : access(ends, on)
  })
  const interfaces = all.flatMap((one) => one.interfaces)
  return {
    links: withPorts(
      all.flatMap((one) => one.links),
      spec.ports ?? {},
      [...member.path, 'ports'],
      findings,
    ),
    interfaces: places.flatMap(({ network }) => interfaces.find((one) => one.network === network) ?? []),
  }
}

/** A wish of `on` with the bridge, and the VLAN of it, where the network is. */
interface Place {
  readonly network: string
  readonly bridge: string
  readonly vlan?: number | undefined
  /** In `on`. */
  readonly index: number
}

function placeOf(
  { network, path }: LinkSpec,
  index: number,
  { role, on }: Member,
  segments: readonly Segment[],
  findings: Findings,
): Place {
  checkNetwork(network, path, segments, findings)
  if (on.findIndex((one) => one.network === network) < index)
    findings.error(path, `"${role}" is on network "${network}" already`)
  const segment = segments.find(({ name }) => name === network)
  return { network, bridge: segment?.bridge ?? network, vlan: segment?.vlan, index }
}

type Cable = Pick<Link, 'device' | 'port' | 'mac'>

function access(cable: Cable, [place]: readonly Place[]): Ends {
  const { network, bridge, vlan } = place as Place
  const vlans = vlan === undefined ? {} : { vlans: { untagged: vlan, tagged: [] } }
  const name = cable.device
  return { links: [{ ...cable, bridge, ...vlans }], interfaces: [{ name, network, link: name }] }
}

function trunk(cable: Cable, places: readonly Place[]): Ends {
  const { device } = cable
  const tagged = places.flatMap(({ vlan }) => vlan ?? []).sort((a, b) => a - b)
  return {
    links: places.slice(0, 1).map(({ bridge }) => ({ ...cable, bridge, vlans: { tagged } })),
    interfaces: places.map(({ network, vlan = 0 }) => ({
      name: `${device}.${vlan}`,
      network,
      link: device,
      vlan,
    })),
  }
}

function checkTrunks(
  trunks: readonly string[],
  places: readonly Place[],
  { role, path }: Member,
  findings: Findings,
): void {
  const known = [...new Set(places.flatMap(({ bridge, vlan }) => (vlan === undefined ? [] : [bridge])))]
  for (const name of trunks)
    if (!known.includes(name) && !findings.lost(['networks']))
      findings.error([...path, 'trunks'], `"${role}" is on no VLAN of a switch "${name}"`, {
        known,
        word: name,
      })
}

const NAME = /^[a-zA-Z][\w.-]{0,14}$/
const TAKEN = ['lo', 'tunl0', 'gre0', 'all', 'default']

function checkNames(
  names: readonly string[],
  { path, on }: Member,
  cables: number,
  findings: Findings,
): void {
  const at = [...path, 'interfaces']
  const what = cables === on.length ? 'networks' : 'links'
  if (names.length !== cables)
    findings.error(at, `there are as many interfaces as ${what}, ${cables}, and not ${names.length}`)
  for (const [index, name] of names.entries())
    if (!NAME.test(name) || TAKEN.includes(name) || names.indexOf(name) < index)
      findings.error([...at, index], `"${name}" cannot name an interface here`, {
        remedy: 'Use names such as ens192 or eth0.10, of at most 15 characters, each once.',
      })
}

function checkNetwork(network: string, path: Path, segments: readonly Segment[], findings: Findings): void {
  const known = segments.map((segment) => segment.name)
  if (known.includes(network) || findings.lost(['networks', network])) return
  findings.error(path, `there is no network "${network}"`, { part: 'key', known, word: network })
}
