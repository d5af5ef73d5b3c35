import type { Method } from '../../keepalived/index.ts'
import { contains, familyOf, formatAddress, type Ip } from '../topology/ip.ts'
import { gatewayOn } from './balancers.ts'
import { single } from './machines.ts'
import { ROUTER } from './router.ts'
import type { Said } from './said.ts'
import type { Balancer, Machine, NodeFile, Pieces, Serve, Target } from './types.ts'

/** Real servers as nodes by their names, those in a row and alike as replicas. */
export function serverNodes({ machines, balancers, said }: Pieces): Record<string, NodeFile> {
  const all = machines.map((machine) => ({ machine, node: serverNode(machine, balancers, said) }))
  const [first] = all
  if (first && all.length > 1 && all.every((one, index) => isNext(first, one, index))) {
    const { on, ...more } = first.node
    return { rs: { on, replicas: all.length, ...more } }
  }
  const names = serverNames(machines)
  return Object.fromEntries(all.map(({ node }, index) => [names[index], node]))
}

/** `rs`, or `rs1`, `rs2`, …: what replicas are called as well. */
export const serverNames = (machines: readonly Machine[]): string[] =>
  machines.map((_, index) => (machines.length === 1 ? 'rs' : `rs${index + 1}`))

interface Made {
  readonly machine: Machine
  readonly node: NodeFile
}

/** Alike in everything but the address, which counts on. */
function isNext(first: Made, { machine, node }: Made, index: number): boolean {
  const alike = JSON.stringify({ ...first.node, on: '' }) === JSON.stringify({ ...node, on: '' })
  return (
    alike && machine.net === first.machine.net && machine.address === first.machine.address + BigInt(index)
  )
}

function serverNode(machine: Machine, balancers: readonly Balancer[], said: Said): NodeFile {
  const { address, net, targets, further } = machine
  const beside = [...further].flatMap(([one, other]) =>
    other ? [[other.name, formatAddress(one)] as const] : [],
  )
  const devices = tunnelDevices(targets)
  const hold = heldOn(machine, devices)
  const gue = targets.map(({ server }) => server.tunnel?.port).find((port) => port !== undefined)
  return {
    on: Object.fromEntries([[net.name, formatAddress(address)], ...beside]),
    gateway: gatewayFor(machine, balancers, said),
    ...(devices.length > 0 ? { tunnels: devices } : {}),
    ...(gue === undefined ? {} : { gue }),
    ...(Object.keys(hold).length > 0 ? { addresses: hold } : {}),
    ...quietSettings(machine),
    serve: servedBy(machine),
  }
}

const byMethod = (targets: readonly Target[], wanted: Method): Target[] =>
  targets.filter(({ server }) => server.method === wanted)

/** What a server of direct routing needs to leave the address to the director. */
const QUIET = { 'ipv4.conf.all.arp_ignore': 1, 'ipv4.conf.all.arp_announce': 2 }

/** Where director and servers share one network, the director tells of shorter ways (RFC 4861, section 8). */
const DEAF = { 'ipv6.conf.all.accept_redirects': 0, 'ipv6.conf.eth0.accept_redirects': 0 }

function quietSettings({ targets, net }: Machine): Pick<NodeFile, 'sysctls'> {
  const isSix = ({ of }: Target) => familyOf(of.vip) === 'IPv6'
  const quiet = byMethod(targets, 'DR').some((target) => !isSix(target))
  const deaf = byMethod(targets, 'NAT').some((target) => isSix(target) && contains(net.subnet, target.of.vip))
  return quiet || deaf ? { sysctls: { ...(quiet ? QUIET : {}), ...(deaf ? DEAF : {}) } } : {}
}

function tunnelDevices(targets: readonly Target[]): string[] {
  const types = byMethod(targets, 'TUN').map(({ server }) => server.tunnel?.type)
  return [...new Set(types.map((type) => (type === 'gre' ? 'gre0' : 'tunl0')))]
}

/** Addresses that clients ask, where a server takes packets for them; and those that only checkers ask. */
function heldOn({ targets, further }: Machine, [tunnel]: readonly string[]): Record<string, string[]> {
  const vips = (method: Method) => byMethod(targets, method).map(({ of }) => of.vip)
  const behind = [...further].flatMap(([address, net]) => (net ? [] : [address]))
  const lo = [...vips('DR'), ...behind]
  const held = [
    ['lo', lo],
    [tunnel ?? 'tunl0', vips('TUN').filter((vip) => !lo.includes(vip))],
  ] as const
  return Object.fromEntries(held.flatMap(([device, all]) => (all.length > 0 ? [[device, texts(all)]] : [])))
}

const texts = (addresses: readonly Ip[]): string[] => [...new Set(addresses)].map(single)

/** Replies of NAT go back through the director, all others straight to the client. */
function gatewayFor({ targets, net }: Machine, balancers: readonly Balancer[], said: Said): string {
  const [nat] = byMethod(targets, 'NAT')
  if (!nat) return ROUTER
  const other = targets.find(({ server }) => server.method !== 'NAT')
  if (other)
    said.refuse(
      other.server.place,
      `${other.server.address} is reached by ${other.server.method} here and by NAT elsewhere, and cannot reply to both`,
      'NAT wants the director for its gateway, and every other method wants another.',
    )
  const { holder } = nat.of
  const moving = gatewayOn(holder, net)
  if (moving === undefined && balancers.length > 1)
    said.note(
      `the servers' gateway is ${holder.name} itself: when another director takes over, replies are lost`,
      nat.server.place,
    )
  return moving ?? holder.name
}

function servedBy({ serves, pages }: Machine): Serve {
  const kinds = Map.groupBy(serves, ([, kind]) => kind)
  const byKind = Object.fromEntries(
    [...kinds].map(([kind, list]) => [
      kind,
      list.map(([key]) => Number(key.split(' ')[1])).toSorted((a, b) => a - b),
    ]),
  )
  return pages.size > 0 ? { ...byKind, pages: Object.fromEntries(pages) } : byKind
}
