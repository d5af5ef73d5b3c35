import type { ProgramName } from './catalogue.ts'

/** A program of a node, with the configuration that the lab brings. */
export interface ProgramSpec {
  readonly program: ProgramName
  /** Name of its configuration among `files`. */
  readonly name: string
  /** Texts by their path in the daemon's folder, edited where the lab says so. */
  readonly files: Readonly<Record<string, string>>
  /** Ports that it listens on before it counts as ready; the program's own where the lab names none. */
  readonly listens?: readonly number[]
}
