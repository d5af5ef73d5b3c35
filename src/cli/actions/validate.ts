import { describeLab } from '../../report/labs.ts'
import { withLab } from '../lab.ts'
import { print } from '../output.ts'

/** Checks a lab file; reading a lab checks its faults and variants as well. */
export const validateCommand = (file: string): Promise<number> =>
  withLab(file, {}, (lab) => print(`${lab.file}\n  ${describeLab(lab)}`))
