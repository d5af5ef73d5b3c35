import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { readText } from '../../keepalived/index.ts'
import { edited, editSchema, type Texts } from '../text/edited.ts'
import type { Findings } from '../text/findings.ts'
import { type Path, placeOf } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import { portSchema } from '../topology/port.ts'
import { PROGRAM_NAMES, type ProgramName } from './catalogue.ts'
import type { ProgramSpec } from './types.ts'

const configured = z.union([
  z.string(),
  z.strictObject({
    file: z.string().describe('Its configuration, relative to the lab file'),
    files: z
      .array(z.string())
      .optional()
      .describe('Further files, relative to the lab file, that lie beside or below the configuration'),
    edit: editSchema.optional(),
    listens: z
      .union([portSchema, z.array(portSchema)])
      .optional()
      .describe("Ports that it listens on before it counts as ready; the program's own if not given"),
  }),
])

export const programsSchema = z
  .partialRecord(z.enum(PROGRAM_NAMES), configured)
  .describe(`Programs with configurations of their own: ${PROGRAM_NAMES.join(', ')}`)

type Configured = z.output<typeof configured>

/** Programs of a node with the texts of their configurations. What is wrong with those, the programs say themselves. */
export function resolvePrograms(
  given: z.output<typeof programsSchema>,
  host: Host,
  findings: Findings,
): ProgramSpec[] {
  return Object.entries(given).flatMap(([program, spec]) => {
    const path = [...host.path, 'daemons', program]
    const one = resolveProgram(program as ProgramName, spec, path, findings)
    return one ? [one] : []
  })
}

function resolveProgram(
  program: ProgramName,
  spec: Configured,
  path: Path,
  findings: Findings,
): ProgramSpec | undefined {
  const { file, files = [], edit = {}, listens } = typeof spec === 'string' ? { file: spec } : spec
  const at = typeof spec === 'string' ? path : [...path, 'file']
  const main = textOf(file, dirname(file), at, findings)
  const others = files.map((one, index) => textOf(one, dirname(file), [...path, 'files', index], findings))
  if (!main || others.includes(undefined)) return undefined
  const texts: Texts = Object.assign({}, main, ...others)
  return {
    program,
    name: basename(file),
    files: edited(texts, edit, [...path, 'edit'], findings),
    ...(listens === undefined ? {} : { listens: [listens].flat() }),
  }
}

/** A file by its path from the folder of the configuration: so it lies in the daemon's folder as well. */
function textOf(file: string, folder: string, at: Path, findings: Findings): Texts | undefined {
  const lab = placeOf(findings.root, at).source.path
  const path = join(dirname(lab), file)
  const read = readText(path)
  if (!read.ok) return findings.error(at, `${path} ${read.error.message}`)
  const below = relative(folder, file)
  if (!below.startsWith('..')) return { [below]: read.text }
  return findings.error(at, `${file} lies outside the folder of the configuration, ${folder}`)
}
