import type { Node } from '../../lab/topology/types.ts'
import { onNodes } from '../diagnosis/phrases.ts'
import { effective, unheard } from '../diagnosis/sysctl.ts'
import { addressOf } from '../prefix.ts'
import type { Diagnosis, NodeState } from '../types.ts'
import type { View } from '../view.ts'
import { type ArpSetting, levelAt, levelOn } from './rules.ts'

const CAUSES = { arp_ignore: 'arp-ignore', arp_announce: 'arp-announce' } as const

/** The level that counts on a node's link is not the promised one; otherwise, an address moved to the link. */
export function whyOtherwise(
  view: View,
  node: Node,
  device: string,
  setting: ArpSetting,
): Diagnosis | undefined {
  const state = view.stateByNode.get(node.name)
  const now = state && effective(state, setting, device)
  if (state === undefined || now === undefined) return undefined
  const promised = levelAt(node, setting, device)
  if (now.value === promised) return moved(node, device, state)
  return {
    cause: CAUSES[setting],
    nodes: [node.name],
    text: `${now.text}, and ${promised} was promised.${unheard(state, setting, now)}`,
    remedy: onNodes([node.name], ...corrections(node, state, setting)),
  }
}

/** Every setting that the kernel has otherwise than promised, put right. */
function corrections(node: Node, { sysctls }: NodeState, setting: ArpSetting): string[] {
  const devices = ['all', 'lo', ...node.interfaces.map(({ name }) => name)]
  return devices.flatMap((device) => {
    const key = `ipv4.conf.${device}.${setting}`
    const level = levelOn(node, setting, device)
    return Number(sysctls[key]) === level ? [] : [`sysctl -w net.${key}=${level}`]
  })
}

/** An address that was promised elsewhere is on the link, which is asked for it. */
function moved(node: Node, device: string, { interfaces }: NodeState): Diagnosis | undefined {
  const here = interfaces.find(({ name }) => name === device)?.addresses ?? []
  const strange = here.find((cidr) =>
    node.addresses.some((one) => one.interface !== device && one.cidr === cidr),
  )
  if (strange === undefined) return undefined
  const home = node.addresses.find(({ cidr }) => cidr === strange)?.interface ?? 'lo'
  return {
    cause: 'vip-on-link',
    nodes: [node.name],
    text: `${addressOf(strange)} is on ${device}, where it is asked for, and not on ${home}.`,
    remedy: onNodes(
      [node.name],
      `ip addr del ${strange} dev ${device}`,
      `ip addr replace ${strange} dev ${home}`,
    ),
  }
}
