import { confName } from '../../lab/topology/sysctl-names.ts'
import type { Address, Node } from '../../lab/topology/types.ts'
import { addressOf, covers } from '../prefix.ts'

/** The settings that have levels. */
export type ArpSetting = 'arp_ignore' | 'arp_announce'

/** Level of a setting as written for `all`, `lo` or an interface; 0 where nothing is. */
export function levelOn({ sysctls }: Pick<Node, 'sysctls'>, setting: ArpSetting, device: string): number {
  return Number(sysctls[`ipv4.conf.${confName(device)}.${setting}`] ?? 0)
}

/** The level that counts on an interface: the larger number of `all` and its own (IN_DEV_MAXCONF, inetdevice.h). */
export function levelAt(node: Pick<Node, 'sysctls'>, setting: ArpSetting, device: string): number {
  return Math.max(levelOn(node, setting, 'all'), levelOn(node, setting, device))
}

/**
 * Whether a node replies to "who-has `target` tell `asker`" heard on `device`, by the words of ip-sysctl.rst on
 * arp_ignore. Levels 4 to 7 are reserved, and do as 0 (arp_ignore in net/ipv4/arp.c).
 */
export function replies(node: Node, device: string, target: string, asker: string): boolean {
  const held = node.addresses.filter(({ cidr }) => addressOf(cidr) === target)
  const isHere = held.some((address) => address.interface === device)
  switch (levelAt(node, 'arp_ignore', device)) {
    case 1:
      return isHere
    case 2:
      return isHere && on(node, device).some(({ cidr }) => covers(cidr, asker))
    case 3:
      return held.some(({ scope }) => scope !== 'host')
    case 8:
      return false
    default:
      return held.length > 0
  }
}

/**
 * The address that a node's "who-has `target`" tells when a packet from its own address `source` waits, by the words
 * of ip-sysctl.rst on arp_announce (arp_solicit in net/ipv4/arp.c).
 */
export function tells(node: Node, device: string, target: string, source: string): string {
  const level = levelAt(node, 'arp_announce', device)
  const here = on(node, device)
  const isKnownThere = here.some(({ cidr }) => covers(cidr, target) && covers(cidr, source))
  if (level === 0 || (level === 1 && isKnownThere)) return source
  const primary = here.find(({ cidr }) => covers(cidr, target)) ?? here[0]
  return primary === undefined ? source : addressOf(primary.cidr)
}

function on({ addresses }: Node, device: string): Address[] {
  return addresses.filter((address) => address.interface === device)
}
