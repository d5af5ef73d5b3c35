import type { Lab } from '../lab/types.ts'

/** Whether a check leaves a lab other than it found it: by its timeline, or by actions between probes. */
export function changesItself({ timeline, probes }: Lab): boolean {
  return timeline !== undefined || probes.some(({ kind }) => kind === 'run')
}
