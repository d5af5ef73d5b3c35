import type { Node } from '../../lab/topology/types.ts'
import { type ArpSetting, levelOn } from './rules.ts'

/** `arp_ignore 1 on all, 3 on eth0`; `arp_ignore 0` where nothing is set. */
export function levelsText(node: Node, setting: ArpSetting): string {
  const devices = ['all', 'lo', ...node.interfaces.map(({ name }) => name)]
  const set = devices.flatMap((device) => {
    const level = levelOn(node, setting, device)
    return level === 0 ? [] : [`${level} on ${device}`]
  })
  return `${setting} ${set.join(', ') || 0}`
}

/** The interface by which a node stands on a network; validation has seen to it that there is one. */
export function linkOn(node: Node, network: string): string {
  const link = node.interfaces.find((one) => one.network === network)
  if (link === undefined) throw new Error(`${node.name} is not on ${network}`)
  return link.name
}
