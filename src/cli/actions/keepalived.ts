import { type Asked, examine } from '../../keepalived/index.ts'
import { type Diagnostic, formatDiagnostic } from '../../lab/index.ts'
import { keepalivedLines } from '../../report/keepalived.ts'
import { plainExamined } from '../../report/keepalived-json.ts'
import { pageFor } from '../../report/page.ts'
import { exitStatus } from '../exit.ts'
import { print, refuse } from '../output.ts'

export interface KeepalivedFlags {
  readonly id: readonly string[]
  readonly json?: true
}

/** Tells what configurations imply and what is wrong with them; fails when anything is. */
export async function keepalivedCommand(
  files: readonly string[],
  { id, json }: KeepalivedFlags,
): Promise<number> {
  const asked = pairUp(files, id)
  if (!asked) return refuse('--id is given as often as there are files, or any number of times for one file.')
  const examined = examine(asked)
  if (!examined.ok) return unreadable(examined.errors)
  print(
    json
      ? JSON.stringify(plainExamined(examined), undefined, 2)
      : keepalivedLines(examined, pageFor(process.stdout)).join('\n'),
  )
  return exitStatus(examined.findings.length > 0 ? 'fail' : 'pass')
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

function unreadable(errors: readonly Diagnostic[]): number {
  for (const error of errors) process.stderr.write(`${formatDiagnostic(error)}\n`)
  return exitStatus('usage')
}
