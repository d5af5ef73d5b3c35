import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate as later } from 'node:timers/promises'
import { readEvents } from '../../events/read.ts'
import { foldAll, type RunView } from '../../events/view.ts'
import { type Diagnostic, formatDiagnostic, type Lab, labFiles, listLab, loadLab } from '../../lab/index.ts'
import { EVENTS_FILE } from '../../report/artifacts.ts'
import { CAPTURE_FILE } from '../../run/evidence.ts'
import type { Got } from '../../tui/got.ts'
import type { LabEntry } from '../../tui/model/types.ts'
import type { Services } from '../../tui/services.ts'
import { loadFrames } from '../../wire/frames.ts'
import { execute, type RunOptions } from '../execute.ts'
import { newRunFolder } from '../folder.ts'
import { liveNames, upLive } from './live.ts'
import { savedRuns } from './saved-runs.ts'

/** How labs are run. */
export type RunSettings = Pick<RunOptions, 'kernel' | 'timeoutMs'>

/** What the terminal interface gets from the rest of the program. */
export const uiServices = ({ kernel, timeoutMs }: RunSettings): Services => ({
  listLabs,
  openLab,
  lesson: ({ file }) => textOf(join(dirname(file), 'README.md')),
  listRuns: savedRuns,
  openRun,
  readFrames,
  newFolder: ({ name, change }) => {
    const made = newRunFolder(change ? `${name}-${change.name}` : name)
    return made.ok ? { ok: true, value: made.path } : { ok: false, reason: made.error }
  },
  listLive: liveNames,
  up: upLive(kernel),
  run: async (lab, out, emit, signal) => {
    const { runLab } = await import('../../run/run.ts')
    return execute(runLab, lab, { kernel, out, timeoutMs }, [{ handle: emit }], signal)
  },
})

/** Names are there at once; each file is read while keys are heard. */
async function* listLabs(): AsyncIterable<LabEntry> {
  const files = labFiles()
  yield* files
  for (const { name, file } of files) {
    await later()
    const { title, faults, variants, errors } = listLab(name, file)
    const read = { changes: [...faults, ...variants], errors, ...(title === undefined ? {} : { title }) }
    yield { name, file, read }
  }
}

function openLab(file: string, change?: string): Got<Lab> {
  const loaded = loadLab({ path: file }, change === undefined ? {} : { change })
  return loaded.ok ? { ok: true, value: loaded.lab } : { ok: false, reason: firstOf(loaded.errors) }
}

const firstOf = ([first]: readonly Diagnostic[]): string =>
  first ? (formatDiagnostic(first).split('\n')[0] ?? '') : 'This lab has mistakes.'

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')

function openRun(folder: string): Got<RunView> {
  const path = join(folder, EVENTS_FILE)
  try {
    const read = readEvents(readFileSync(path, 'utf8'))
    if (!read.ok) return { ok: false, reason: `${path}: ${read.error.message}` }
    return { ok: true, value: foldAll(read.events) }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}

function readFrames(folder: string): ReturnType<Services['readFrames']> {
  const path = join(folder, CAPTURE_FILE)
  if (!existsSync(path)) return { ok: false, reason: `There is no ${CAPTURE_FILE} in the folder of the run.` }
  const loaded = loadFrames(path)
  return loaded.ok ? { ok: true, value: loaded.frames } : { ok: false, reason: loaded.error.message }
}
