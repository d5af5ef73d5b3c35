import { serviceOf } from '../probes/service.ts'
import type { Probe } from '../probes/types.ts'
import type { Path } from '../text/tree.ts'
import type { Node } from '../topology/types.ts'
import { outsideProbes, probeNamed, type Setting, theOnly } from './setting.ts'

/** The node whose virtual services an expectation is about; if that is not said, whoever `asked`, a probe, speaks to. */
export function directorOf(
  name: string | undefined,
  asked: string | undefined,
  path: Path,
  setting: Setting,
): Node | undefined {
  const { promising, findings, inventory } = setting
  const directors = promising.filter((node) => node.ipvs.length > 0)
  const at = [...path, 'director']
  if (name === undefined) {
    const probe = setting.probes.find((one) => one.name === asked)
    const spoken = directors.filter((node) => probe && serviceOf(probe, node))
    const candidates = spoken.length > 0 ? spoken : directors
    return theOnly(candidates, 'director (a node with ipvs)', 'director', path, findings)
  }
  const host = inventory.one(name, at)
  const director = directors.find((node) => node.name === host?.name)
  if (host && !director) findings.error(at, `"${name}" has no virtual service (ipvs)`)
  return director
}

/** The probe of an expectation about a virtual service. */
export function serviceProbe(
  name: string | undefined,
  director: Node,
  path: Path,
  setting: Setting,
): Probe | undefined {
  const { findings } = setting
  if (name === undefined) {
    const candidates = outsideProbes(setting, director)
    return theOnly(candidates, `probe of a virtual service of "${director.name}"`, 'probe', path, findings)
  }
  const probe = probeNamed(name, [...path, 'probe'], setting)
  if (!probe || serviceOf(probe, director)) return probe
  return findings.error(
    [...path, 'probe'],
    `probe "${name}" goes to no virtual service of "${director.name}"`,
  )
}
