import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const LABS = join(import.meta.dirname, '../../labs')

/**
 * The order of test files: unit tests, then what is tested about runs, then the labs, those first that take longest.
 * The last files to end are short, so that no processor waits long for another.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

/** A lab has as many runs as its file has faults and variants: the longer the file, the longer its test. */
function rank({ project, moduleId }: TestSpecification): number {
  if (project.name === 'unit') return Number.NEGATIVE_INFINITY
  const lab = statSync(join(LABS, basename(moduleId, '.test.ts'), 'lab.yaml'), { throwIfNoEntry: false })
  return lab === undefined ? Number.MIN_SAFE_INTEGER : -lab.size
}
