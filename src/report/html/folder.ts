import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readEvents } from '../../events/read.ts'
import type { Problem } from '../../events/types.ts'
import { foldAll, type RunView } from '../../events/view.ts'
import { loadFrames } from '../../wire/frames.ts'
import type { Frame } from '../../wire/types.ts'
import { EVENTS_FILE } from '../artifacts.ts'

/** What a report is made of: everything that a run has left in its folder. */
export interface RunFolder {
  readonly view: RunView
  /** Empty where nothing was captured. */
  readonly frames: readonly Frame[]
  readonly files: readonly RunFile[]
}

export interface RunFile {
  /** Path below the run's folder: `rs1-http/nginx.conf`. */
  readonly name: string
  readonly text: string
  /** Octets of the file, where the text is only its end. */
  readonly cutFrom?: number
}

export type ReadRun =
  | { readonly ok: true; readonly run: RunFolder }
  | { readonly ok: false; readonly error: Problem }

/** Reads a run's folder; `captureFile` is the name of the capture in it. */
export function readRun(folder: string, captureFile: string): ReadRun {
  const path = join(folder, EVENTS_FILE)
  if (!existsSync(path)) return { ok: false, error: { message: `${folder} has no ${EVENTS_FILE}` } }
  const read = readEvents(readFileSync(path, 'utf8'))
  if (!read.ok) return read
  const capture = join(folder, captureFile)
  const loaded = existsSync(capture) ? loadFrames(capture) : undefined
  if (loaded?.ok === false) return { ok: false, error: loaded.error }
  const run = { view: foldAll(read.events), frames: loaded?.frames ?? [], files: textFiles(folder) }
  return { ok: true, run }
}

/** Octets of a file that are shown; of a longer one, its end, where logs tell what went wrong. */
const MOST = 256 * 1024

/** Texts that tell something: of the run itself, and of its daemons, each in a folder of its own. */
function textFiles(folder: string): RunFile[] {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return OF_THE_RUN.includes(entry.name) ? [entry.name] : []
    return readdirSync(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
  })
  return names.toSorted().flatMap((name) => textFile(folder, name))
}

/** The lab's file and the plan's script, as `src/run` leaves them. */
const OF_THE_RUN = ['lab.yaml', 'plan.sh']

function textFile(folder: string, name: string): RunFile[] {
  const path = join(folder, name)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile() || stat.size === 0 || /(^|\/|\.)pid$/.test(name)) return []
  const octets = readFileSync(path)
  if (octets.includes(0)) return []
  const text = octets.subarray(-MOST).toString('utf8')
  return [{ name, text, ...(octets.length > MOST && { cutFrom: octets.length }) }]
}
