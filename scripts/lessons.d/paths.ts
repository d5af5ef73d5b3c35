import { join } from 'node:path'
import { LABS_FOLDER } from '../../src/lab/find.ts'

/** The lesson of a lab that comes with the program. */
export const lessonOf = (lab: string): string => join(LABS_FOLDER, lab, 'README.md')
