import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { readEvents } from '../../src/events/read.ts'
import { foldAll, type RunView } from '../../src/events/view.ts'
import { findLab } from '../../src/lab/find.ts'
import { loadLab } from '../../src/lab/load.ts'
import type { Verdict } from '../../src/verdict/types.ts'
import { type View, viewOf } from '../../src/verdict/view.ts'

const COMMAND = join(import.meta.dirname, '../lvslab')

/** A run of a healthy lab with its verdicts: what lessons are made from. */
export type Taught = View & Pick<RunView, 'start'> & { readonly verdicts: readonly Verdict[] }

/** Runs a lab in User-Mode Linux. Throws with the run's own words where it did not pass. */
export async function runLab(lab: string): Promise<Taught> {
  const out = mkdtempSync(join(tmpdir(), 'lvslab-lesson-'))
  try {
    await execa(COMMAND, ['run', lab, '--kernel', 'uml', '--out', out], { all: true, stdin: 'ignore' })
    return readRun(lab, out)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** What an earlier run of a lab left in a folder. */
export function readRun(lab: string, folder: string): Taught {
  const found = findLab(lab)
  if (!found.ok) throw new Error(found.error.message)
  const loaded = loadLab({ path: found.file })
  if (!loaded.ok) throw new Error(`${lab} has mistakes`)
  const read = readEvents(readFileSync(join(folder, 'events.jsonl'), 'utf8'))
  if (!read.ok) throw new Error(read.error.message)
  const { verdicts, ...evidence } = foldAll(read.events)
  return { ...viewOf(loaded.lab, evidence), verdicts }
}
