import type { Problem } from '../events/types.ts'
import { PROGRAMS } from '../lab/programs/catalogue.ts'
import type { Lab } from '../lab/types.ts'
import { findTool, installedTool } from '../setup/tools.ts'

/** Why a lab cannot run for want of programs; undefined where all are there. `folder` has unpacked packages. */
export function missingPrograms({ nodes }: Lab, folder?: string): Problem | undefined {
  const wanted = new Set(nodes.flatMap(({ programs }) => programs.map(({ program }) => program)))
  const has = (command: string) =>
    (folder === undefined ? installedTool(command) : findTool(folder, command)) !== undefined
  const missing = [...wanted].filter((name) => !has(PROGRAMS[name].command))
  if (missing.length === 0) return undefined
  return {
    message: `this machine has no ${missing.join(', ')}`,
    remedy: missing.map((name) => `${name}: ${PROGRAMS[name].from}`).join('\n'),
  }
}
