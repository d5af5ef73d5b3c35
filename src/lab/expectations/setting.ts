import { serviceFromOutside } from '../probes/service.ts'
import type { Probe } from '../probes/types.ts'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { TimedEvent, Timeline } from '../timeline/types.ts'
import type { Inventory } from '../topology/inventory.ts'
import type { Node } from '../topology/types.ts'

/** What expectations refer to. */
export interface Setting {
  /** Nodes of the lab as it will run. */
  readonly inventory: Inventory
  readonly probes: readonly Probe[]
  /**
   * Nodes that promises are drawn from: those of the healthy lab where a fault is applied. A fault breaks the
   * lab, not its promises.
   */
  readonly promising: readonly Node[]
  /** As it will run. */
  readonly timeline?: Timeline | undefined
  /** What happens on the timeline of the healthy lab. */
  readonly meant: readonly TimedEvent[]
  readonly findings: Findings
}

/** Names of the nodes behind a list of roles and nodes. */
export function namesOf(given: string | readonly string[], path: Path, { inventory }: Setting): string[] {
  const list =
    typeof given === 'string'
      ? [{ text: given, at: path }]
      : given.map((text, i) => ({ text, at: [...path, i] }))
  return [...new Set(list.flatMap(({ text, at }) => inventory.all(text, at).map((host) => host.name)))]
}

/** The probe of a name; an unknown name is a mistake. */
export function probeNamed(name: string, path: Path, { probes, findings }: Setting): Probe | undefined {
  const probe = probes.find((one) => one.name === name)
  if (probe || findings.lost(['probes', name])) return probe
  return findings.error(path, `there is no probe "${name}"`, {
    known: probes.map((one) => one.name),
    word: name,
  })
}

/** Probes of a director's services from outside. */
export function outsideProbes({ probes }: Setting, director: Node): Probe[] {
  return probes.filter((probe) => serviceFromOutside(probe, director))
}

/** The only one of several, or a mistake that names the choice. */
export function theOnly<T extends { readonly name: string }>(
  candidates: readonly T[],
  what: string,
  key: string,
  path: Path,
  findings: Findings,
): T | undefined {
  const [first, second] = candidates
  if (first && !second) return first
  const names = candidates.map((one) => one.name)
  if (!first) return broken(findings) ? undefined : findings.error(path, `there is no ${what}`)
  const remedy = `Say which: ${key}: ${names.join(' or ')}.`
  return findings.error(path, `there are ${names.length} possibilities for the ${what}`, { remedy })
}

/** Where nodes or probes had to be left out, what seems to be missing may only be broken. */
export function broken(findings: Findings): boolean {
  return findings.lost(['nodes']) || findings.lost(['probes'])
}
