import { asks, claims, wordingFor } from '../neighbour.ts'
import { addressOf, covers, hostPrefix } from '../prefix.ts'
import { messageText } from '../say.ts'
import { frameText, listed } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, linkOf, neighbourOf, type Scene, stateOf, vipAt } from './scene.ts'
import { type Effective, effective, unheard } from './sysctl.ts'

/** A kernel answers for an address of the very interface that is asked, unless arp_ignore is 8. */
export const vipOnLink: Detector = (scene) => {
  const { servers, vip } = scene.roles
  const culprits = servers.filter((server) =>
    vipAt(scene, server).some((at) => at.interface === linkOf(scene, server)),
  )
  const said = tookVip(scene, culprits)
  if (said === undefined) return undefined
  const link = (server: string) => vipAt(scene, server).find((at) => at.interface === linkOf(scene, server))
  const holds = grouped(culprits, (server) => `the VIP is on ${link(server)?.interface}`)
  const { cidr, interface: device } = link(culprits[0] as string) as { cidr: string; interface: string }
  return {
    nodes: culprits,
    text: `${said}: ${holds}, and a kernel answers for an address of the interface that is asked${exception(vip)}.${effect(scene, culprits)}`,
    remedy: onNodes(
      culprits,
      `ip addr del ${cidr} dev ${device}`,
      `ip addr replace ${hostPrefix(vip)} dev lo`,
    ),
  }
}

/** Nothing of IPv6 is like arp_ignore. */
const exception = (vip: string): string => (vip.includes(':') ? '' : ', also with arp_ignore=1')

/** Levels that keep quiet about an address of another interface (net/ipv4/arp.c, arp_ignore). */
const QUIET = [1, 2, 8]

/** The weak host model: without arp_ignore, any interface answers for any address of the host. */
export const arpIgnore: Detector = (scene) => {
  const culprits = scene.roles.servers.filter((server) => {
    const held = vipAt(scene, server)
    const level = arpIgnoreOf(scene, server)
    const hidden = held.length > 0 && held.every((at) => at.interface !== linkOf(scene, server))
    return hidden && level !== undefined && !QUIET.includes(level.value)
  })
  const said = tookVip(scene, culprits)
  if (said === undefined) return undefined
  const levels = grouped(culprits, (server) => arpIgnoreOf(scene, server)?.text ?? '')
  return {
    nodes: culprits,
    text: `${said}: ${levels}, so the kernel answers there for the VIP on ${vipDevices(scene, culprits)} as well.${loOnly(scene, culprits)}${effect(scene, culprits)}`,
    remedy: onNodes(culprits, 'sysctl -w net.ipv4.conf.all.arp_ignore=1'),
  }
}

function arpIgnoreOf(scene: Scene, server: string): Effective | undefined {
  const link = linkOf(scene, server)
  return link === undefined ? undefined : effective(stateOf(scene, server), 'arp_ignore', link)
}

/** `lo`, `tunl0` */
function vipDevices(scene: Scene, servers: readonly string[]): string {
  return listed([...new Set(servers.flatMap((server) => vipAt(scene, server).map((at) => at.interface)))])
}

function loOnly(scene: Scene, culprits: readonly string[]): string {
  const texts = culprits.map((server) => {
    const level = arpIgnoreOf(scene, server)
    return level === undefined ? '' : unheard(stateOf(scene, server), 'arp_ignore', level)
  })
  return texts.find((text) => text !== '') ?? ''
}

/** That culprits answered for the VIP in packets; without that, nothing is proven. */
function tookVip(scene: Scene, culprits: readonly string[]): string | undefined {
  const answers = claims(scene.view, scene.roles.vip).filter(({ by }) => culprits.includes(by))
  if (answers.length === 0) return undefined
  const who = listed([...new Set(answers.map(({ by }) => by))])
  return `${who} ${wordingFor(scene.roles.vip).answered('VIP')} (${frameText(answers.map(({ frame }) => frame))})`
}

/** What came of it, by the kernel of whoever sends the requests. */
function effect(scene: Scene, culprits: readonly string[]): string {
  const neighbour = neighbourOf(scene)
  const taken = neighbour !== undefined && culprits.includes(neighbour)
  return taken ? ` The neighbour entry of ${scene.roles.front.node} for the VIP is now ${neighbour}.` : ''
}

/** A question carries its asker's address and MAC, and whoever is asked believes them (RFC 826). */
export const arpAnnounce: Detector = (scene) => {
  const { servers, vip } = scene.roles
  const culprits = servers.filter((server) => mayTellVip(scene, server))
  const poison = asks(scene.view).filter(({ by, tell }) => tell === vip && culprits.includes(by))
  const [first] = poison
  if (first === undefined) return undefined
  const levels = grouped(culprits, (server) => announceText(scene, server))
  const seen = `${messageText(scene.view, first)} (${frameText(poison.map(({ frame }) => frame))})`
  return {
    nodes: culprits,
    text: `${seen} introduces ${first.by} as the VIP: ${levels}.${effect(scene, culprits)}`,
    remedy: onNodes(culprits, 'sysctl -w net.ipv4.conf.all.arp_announce=2'),
  }
}

/** Level 0 takes the waiting packet's source; level 1 too, if it lies in the link's own subnet. */
function mayTellVip(scene: Scene, server: string): boolean {
  const level = announceOf(scene, server)
  return level !== undefined && (level.value === 0 || (level.value === 1 && onLink(scene, server)))
}

function announceOf(scene: Scene, server: string): Effective | undefined {
  const link = linkOf(scene, server)
  return link === undefined ? undefined : effective(stateOf(scene, server), 'arp_announce', link)
}

function onLink(scene: Scene, server: string): boolean {
  const link = stateOf(scene, server).interfaces.find(({ name }) => name === linkOf(scene, server))
  return (link?.addresses ?? []).some(
    (cidr) => addressOf(cidr) !== scene.roles.vip && covers(cidr, scene.roles.vip),
  )
}

function announceText(scene: Scene, server: string): string {
  const level = announceOf(scene, server)
  const reason =
    level?.value === 1
      ? "which only avoids sources outside the link's subnet"
      : "which takes the waiting packet's source"
  return `${level?.text}, ${reason}`
}
