import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import type { Lab } from '../lab/types.ts'

/** Kernel modules that a lab needs, whether they are loaded, loadable or built in. */
export function requiredFeatures(lab: Lab): string[] {
  const services = lab.nodes.flatMap((node) => node.ipvs)
  const ipvs = services.length === 0 ? [] : ['ip_vs']
  const schedulers = services.map((service) => `ip_vs_${service.scheduler}`)
  return [...new Set(['veth', 'bridge', ...ipvs, ...schedulers])]
}

/**
 * Which of these this machine's kernel lacks. A module counts as there when it is loaded, listed as built in,
 * or lies in /lib/modules (modules.dep(5), modules.builtin). A kernel without /lib/modules is asked through
 * /proc/kallsyms for a symbol that the feature has.
 */
export function missingOnHost(features: readonly string[]): string[] {
  const known = hostModules()
  return features.filter((feature) => !known(feature))
}

const TELLING_SYMBOLS: Readonly<Record<string, string>> = {
  veth: 'veth_xmit',
  bridge: 'br_handle_frame',
  ip_vs: 'ip_vs_in_hook',
  ipip: 'ipip_tunnel_xmit',
}

function hostModules(): (feature: string) => boolean {
  const folder = `/lib/modules/${release()}`
  const listed = ['modules.dep', 'modules.builtin'].map((name) => textOf(`${folder}/${name}`)).join('\n')
  const symbols = textOf('/proc/kallsyms')
  return (feature) =>
    existsSync(`/sys/module/${feature}`) ||
    new RegExp(`/${feature.replaceAll('_', '[-_]')}\\.ko`, 'm').test(listed) ||
    (TELLING_SYMBOLS[feature] !== undefined && symbols.includes(` ${TELLING_SYMBOLS[feature]}\n`))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
