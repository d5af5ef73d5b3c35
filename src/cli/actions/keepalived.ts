import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Asked, type Examined, examine, FINDINGS, type FindingId } from '../../keepalived/index.ts'
import { type Diagnostic, formatDiagnostic, loadWithChanges, noteText } from '../../lab/index.ts'
import { keepalivedLines } from '../../report/keepalived.ts'
import { plainExamined } from '../../report/keepalived-json.ts'
import { pageFor } from '../../report/page.ts'
import { wrap } from '../../report/text.ts'
import { nearest } from '../../text/suggest.ts'
import { exitStatus } from '../exit.ts'
import { type FolderResult, newRunFolder, ownFolder } from '../folder.ts'
import { writeFiles } from '../implied/layout.ts'
import { makeLab } from '../implied/make.ts'
import { openLab } from '../lab.ts'
import { print, refuse } from '../output.ts'
import { type RunSettings, runOpened } from './run.ts'

export interface KeepalivedFlags extends RunSettings {
  readonly id: readonly string[]
  readonly json?: true
  /** Folder that the lab is written to. */
  readonly write?: string
  readonly run?: true
  /** Folder of the run's artifacts. */
  readonly out?: string
  readonly accept: readonly FindingId[]
}

/** Tells what configurations imply and what is wrong with them, or makes a lab of them; fails when anything is wrong. */
export async function keepalivedCommand(files: readonly string[], flags: KeepalivedFlags): Promise<number> {
  const asked = pairUp(files, flags.id)
  if (!asked) return refuse('--id is given as often as there are files, or any number of times for one file.')
  if (flags.json && (flags.write !== undefined || flags.run))
    return refuse('--json is for what is found: leave it out, or use --run --reporter json.')
  const unknown = flags.accept.find((id) => !Object.hasOwn(FINDINGS, id))
  if (unknown !== undefined) return refuse(unknownFinding(unknown))
  const examined = examine(asked)
  if (!examined.ok) return tell(examined.errors)
  if (flags.write !== undefined || flags.run) return labOf(examined, flags)
  print(
    flags.json
      ? JSON.stringify(plainExamined(examined), undefined, 2)
      : keepalivedLines(examined, pageFor(process.stdout)).join('\n'),
  )
  return exitStatus(examined.findings.length > 0 ? 'fail' : 'pass')
}

function unknownFinding(id: string): string {
  const meant = nearest(id, Object.keys(FINDINGS))
  return `--accept: no finding has the id "${id}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`
}

/** Files with their ids: one of each for every file, or one file for every id. */
function pairUp(files: readonly string[], ids: readonly string[]): Asked[] | undefined {
  if (ids.length === 0) return files.map((file) => ({ file, id: '' }))
  const [file = ''] = files
  if (files.length === 1) return ids.map((id) => ({ file, id }))
  return files.length === ids.length
    ? files.map((each, index) => ({ file: each, id: ids[index] ?? '' }))
    : undefined
}

/** Writes the lab, runs it, or both. Without a folder of its own, it is kept with what the run leaves. */
async function labOf(examined: Examined, flags: KeepalivedFlags): Promise<number> {
  const made = makeLab(examined, flags.accept)
  if (!made.ok) return tell(made.errors, remedyFor(made.errors))
  const name = basename(examined.directors[0]?.file ?? '').replace(/\.conf$/, '')
  const out = flags.run ? runFolder(name, flags) : undefined
  if (out && !out.ok) return refuse(out.error)
  const own = flags.write === undefined ? undefined : ownFolder(flags.write)
  if (own && !own.ok) return refuse(own.error)
  const folder = own?.path ?? join(out?.path ?? '', name)
  writeFiles(made.files, folder)
  for (const note of made.notes) process.stderr.write(`${noteText(note)}\n`)
  if (own) print([...made.files.keys()].map((file) => `wrote ${join(flags.write ?? '', file)}`).join('\n'))
  if (!out) return exitStatus('pass')
  return runAll(join(folder, 'lab.yaml'), out.path, flags)
}

/** The lab as it is, and with each variant, until one fails. */
async function runAll(file: string, out: string, flags: KeepalivedFlags): Promise<number> {
  const lab = openLab(file)
  if (!lab) return exitStatus('usage')
  let status = await runOpened(lab, out, flags)
  for (const variant of loadWithChanges(file).slice(1)) {
    if (status !== exitStatus('pass')) break
    const folder = join(out, variant.change?.name ?? '')
    mkdirSync(folder)
    status = await runOpened(variant, folder, flags)
  }
  return status
}

const runFolder = (name: string, { out }: KeepalivedFlags): FolderResult =>
  out === undefined ? newRunFolder(name) : ownFolder(out)

function remedyFor(errors: readonly Diagnostic[]): string[] {
  const ids = [...new Set(errors.flatMap((error) => ('id' in error ? [String(error.id)] : [])))]
  if (ids.length === 0) return []
  const options = ids.map((id) => `--accept ${id}`).join(' ')
  return wrap(pageFor(process.stderr).width, `No lab is made of that. keepalived would go on: ${options}`)
}

/** Tells mistakes on standard error; gives the exit status for wrong usage. */
function tell(errors: readonly Diagnostic[], more: readonly string[] = []): number {
  for (const line of [...errors.map(formatDiagnostic), ...more]) process.stderr.write(`${line}\n`)
  return exitStatus('usage')
}
