import type { Lab } from '../../lab/types.ts'
import type { Operation, Setting } from '../types.ts'

/** A sysctl of a node, `key` without the leading `net.`. */
export interface SettingName {
  readonly namespace: string
  readonly key: string
}

/** What a sysctl was before any lab set it. */
export type Originals = (name: SettingName) => string | undefined

/** Sysctls of the second lab that the first one leaves alone: what they are now has to be kept. */
export function newSettings(before: Lab, after: Lab): SettingName[] {
  return after.nodes.flatMap((node, index) => {
    const past = before.nodes[index]?.sysctls ?? {}
    return Object.keys(node.sysctls)
      .filter((key) => !(key in past))
      .map((key) => ({ namespace: node.name, key }))
  })
}

/** Sets what is different, and gives back what the second lab leaves alone. */
export function settingDelta(before: Lab, after: Lab, originals: Originals): Operation[] {
  const lines = after.nodes.flatMap((node, index): Setting[] => {
    const past = before.nodes[index]?.sysctls ?? {}
    const set = Object.entries(node.sysctls).filter(([key, value]) => past[key] !== value)
    const gone = Object.keys(past).filter((key) => !(key in node.sysctls))
    const given = gone.map((key) => [key, originals({ namespace: node.name, key })] as const)
    return [...set, ...given].flatMap(([key, value]) =>
      value === undefined ? [] : [{ namespace: node.name, key, value }],
    )
  })
  return lines.length === 0 ? [] : [{ kind: 'settings', lines }]
}
