import { type Diagnostic, findLab, formatDiagnostic, type Lab, loadLab } from '../lab/index.ts'
import { exitStatus } from './exit.ts'

/** Options that say which form of a lab is meant. */
export interface LabFlags {
  readonly fault?: string
  /** Each NAME=VALUE. */
  readonly set?: readonly string[]
  readonly seed?: string
}

/**
 * Finds and reads a lab. Mistakes and warnings go to standard error, each with its place; with a mistake the lab
 * is undefined.
 */
export function openLab(name: string, { fault, set = [], seed }: LabFlags = {}): Lab | undefined {
  const found = findLab(name)
  if (!found.ok) return void tell([found.error])
  const loaded = loadLab(
    { path: found.file },
    {
      set: Object.fromEntries(set.map(nameAndValue)),
      ...(fault === undefined ? {} : { change: fault }),
      ...(seed === undefined ? {} : { seed }),
    },
  )
  tell(loaded.ok ? loaded.warnings : loaded.errors)
  return loaded.ok ? loaded.lab : undefined
}

/** Does something with a lab; gives the exit status, which is that of wrong usage when there is no lab. */
export async function withLab(
  name: string,
  flags: LabFlags,
  use: (lab: Lab) => void | Promise<void>,
): Promise<number> {
  const lab = openLab(name, flags)
  if (!lab) return exitStatus('usage')
  await use(lab)
  return exitStatus('pass')
}

/** Of a setting NAME=VALUE. */
export function nameAndValue(setting: string): [name: string, value: string] {
  const equals = setting.indexOf('=')
  return [setting.slice(0, equals), setting.slice(equals + 1)]
}

const tell = (diagnostics: readonly Diagnostic[]): void => {
  for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`)
}
