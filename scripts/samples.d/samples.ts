import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Made, makeLab } from '../../src/cli/implied/make.ts'
import {
  type Examination,
  type Examined,
  examine,
  type Finding,
  type FindingId,
} from '../../src/keepalived/index.ts'
import { expectationIds } from '../../src/lab/expectations/ids.ts'
import { loadLab } from '../../src/lab/load.ts'
import { findToolbox } from '../../src/setup/sysroot.ts'
import { positionOf } from '../../src/text/source.ts'

/** A configuration that comes with Debian's package of keepalived, and what becomes of it. */
export interface Sample {
  /** Without `keepalived.conf.`, which all begin with. */
  readonly name: string
  readonly file: string
  readonly examined: Examined
  /** Errors that have to be accepted for a lab to be made, as keepalived goes on with them. */
  readonly accept: readonly FindingId[]
  readonly made: Made
}

const PREFIX = 'keepalived.conf.'

/** Every sample of the set-up's package; none where nothing is set up. */
export function samples(): Sample[] {
  const folder = join(findToolbox()?.path ?? '', 'usr/share/doc/keepalived/samples')
  return namesIn(folder).map((name) => sampleOf(name.slice(PREFIX.length), join(folder, name)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(PREFIX))
      .toSorted()
  } catch {
    return []
  }
}

function sampleOf(name: string, file: string): Sample {
  const examined = good(examine([{ file, id: '' }]))
  const errors = examined.findings.filter(({ severity }) => severity === 'error')
  const accept = [...new Set(errors.map(({ id }) => id))]
  return { name, file, examined, accept, made: makeLab(examined, accept) }
}

function good(examination: Examination): Examined {
  if (examination.ok) return examination
  throw new Error(examination.errors.map(({ message }) => message).join('\n'))
}

/** Number of promises that a sample's lab comes to. */
export function promisesOf({ made, file }: Sample): number {
  const text = made.ok ? made.files.get('lab.yaml') : undefined
  if (text === undefined) return 0
  const loaded = loadLab({ path: `${file}.yaml`, text })
  return loaded.ok ? expectationIds(loaded.lab.expectations).length : 0
}

/** What comes of it as a lab: promises that are kept, or why there is none. */
export function labText(sample: Sample): string {
  const { made, accept } = sample
  if (!made.ok) return `none: ${made.errors.map((error) => `${error.message} (${lineOf(error)})`).join('; ')}`
  const borne = accept.length === 0 ? '' : ` with ${accept.map((id) => `\`${id}\``).join(', ')} accepted`
  const count = promisesOf(sample)
  return `${count} ${count === 1 ? 'promise' : 'promises'} kept${borne}`
}

/** Line of a finding, counted from 1. */
export const lineOf = ({ place }: Pick<Finding, 'place'>): number =>
  place ? positionOf(place.source.text, place.start).line : 0
