import { expect, test } from 'vitest'
import { PROGRAMS, type ProgramName } from '../../../src/lab/programs/catalogue.ts'
import { installedTool } from '../../../src/setup/tools.ts'
import { testDeclarations } from './declared.ts'
import { run } from './lvslab.ts'

/** Tests a lab like any other where its program is installed; elsewhere, that it says so and does not pass. */
export function testWhereInstalled(lab: string, program: ProgramName): void {
  const { command, from } = PROGRAMS[program]
  if (installedTool(command) !== undefined) testDeclarations(lab)
  else
    test(`${lab} is unsupported without ${program}, and tells what to install`, async () => {
      const { status, text, view } = await run([lab])
      expect(status, text).toBe(3)
      expect(view.end?.outcome).toBe('unsupported')
      expect(view.verdicts).toEqual([])
      expect(view.end?.problem?.message).toBe(`this machine has no ${program}`)
      expect(view.end?.problem?.remedy).toContain(from)
    })
}
