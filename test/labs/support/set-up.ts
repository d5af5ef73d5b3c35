import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const LAUNCHER = join(import.meta.dirname, '../../../scripts/lvslab')

/** Brings whatever is missing, so that labs can be tested by calling vitest alone, and never with an old bundle. */
export default function setUp(): void {
  execFileSync(LAUNCHER, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
