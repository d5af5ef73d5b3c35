import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import type { Node } from '../topology/types.ts'
import { namesOf, probeNamed, type Setting } from './setting.ts'
import type { ArpAnnounceExpectation, ArpIgnoreExpectation } from './types.ts'

const names = z.union([z.string(), z.array(z.string()).min(1)])
const over = names.describe('Nodes whose levels are promised to do what they say: roles or nodes')

export const arpIgnoreSchema = z.strictObject({
  probe: z.string().describe('Probe that asks ARP questions (arp)'),
  over,
})

export const arpAnnounceSchema = z.strictObject({
  probes: names.describe('Probes that the nodes answer, and for whose clients they have to ask'),
  over,
})

export function resolveArpIgnore(
  input: z.output<typeof arpIgnoreSchema>,
  path: Path,
  setting: Setting,
): ArpIgnoreExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  const over = promised(input.over, [...path, 'over'], setting)
  if (!probe) return undefined
  if (probe.kind === 'arp') return { kind: 'arp-ignore', probe: probe.name, over }
  return setting.findings.error([...path, 'probe'], `probe "${probe.name}" asks no ARP question`)
}

export function resolveArpAnnounce(
  input: z.output<typeof arpAnnounceSchema>,
  path: Path,
  setting: Setting,
): ArpAnnounceExpectation {
  const given = [input.probes].flat()
  const probes = given.flatMap((name) => probeNamed(name, [...path, 'probes'], setting) ?? [])
  const over = promised(input.over, [...path, 'over'], setting)
  return { kind: 'arp-announce', probes: probes.map(({ name }) => name), over }
}

/** Nodes as the healthy lab has them: a fault changes what they do, and not what was promised. */
function promised(given: string | readonly string[], path: Path, setting: Setting): Node[] {
  const wanted = namesOf(given, path, setting)
  return setting.promising.filter(({ name }) => wanted.includes(name))
}
