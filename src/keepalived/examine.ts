import type { Diagnostic } from '../text/diagnostic.ts'
import { positionOf } from '../text/source.ts'
import { examineCheckers } from './findings/checkers.ts'
import { examineNatGateways } from './findings/groups.ts'
import { examineNames } from './findings/names.ts'
import { examinePair } from './findings/pair.ts'
import { examineScripts } from './findings/scripts.ts'
import { examineServices } from './findings/services.ts'
import { examineInstances } from './findings/vrrp.ts'
import type { Director } from './model/types.ts'
import { type Aside, type Finding, Notes } from './notes.ts'
import { readDirector } from './read.ts'

/** One file, and the id that keepalived is started with. */
export interface Asked {
  readonly file: string
  readonly id: string
}

/** What several files, one a director, imply together. */
export interface Examined {
  readonly directors: readonly Director[]
  /** In the order of files and lines. */
  readonly findings: readonly Finding[]
  readonly asides: readonly Aside[]
}

export type Examination =
  | ({ readonly ok: true } & Examined)
  | { readonly ok: false; readonly errors: readonly Diagnostic[] }

/** Reads each file as one director, and looks at each by itself and at every two together. */
export function examine(asked: readonly Asked[]): Examination {
  const reads = asked.map(({ file, id }) => readDirector({ path: file }, id))
  const errors = reads.flatMap((read) => (read.ok ? [] : [read.error]))
  if (errors.length > 0) return { ok: false, errors }
  const good = reads.filter((read) => read.ok)
  for (const { director, notes } of good) examineDirector(director, notes)
  const between = new Notes()
  for (const [index, { director }] of good.entries())
    for (const { director: earlier } of good.slice(0, index)) examinePair(earlier, director, between)
  const notes = [...good.map((one) => one.notes), between]
  return {
    ok: true,
    directors: good.map(({ director }) => director),
    findings: inOrder(notes.flatMap(({ findings }) => findings)),
    asides: unique(notes.flatMap(({ asides }) => asides)),
  }
}

/** Everything that can be found in one configuration by itself. */
export function examineDirector(director: Director, notes: Notes): void {
  examineInstances(director, notes)
  examineNames(director, notes)
  examineServices(director, notes)
  examineCheckers(director, notes)
  examineNatGateways(director, notes)
  examineScripts(director, notes)
}

/** A file that is read for two directors is told about once. */
function unique<T extends Finding | Aside>(all: readonly T[]): T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const { place } = one
    const what = 'message' in one ? `${one.id} ${one.message}` : one.keyword
    const key = `${place?.source.path} ${place?.start} ${what}`
    return !seen.has(key) && seen.add(key)
  })
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(({ place }) => place?.source.path))]
  const rank = ({ place }: Finding) =>
    files.indexOf(place?.source.path) * 1e9 + (place ? positionOf(place.source.text, place.start).line : 0)
  return unique(findings).toSorted((one, other) => rank(one) - rank(other))
}
