import { expectationLines } from '../../report/expectations.ts'
import { pageFor } from '../../report/page.ts'
import { expandExpectations } from '../../verdict/expand.ts'
import { type LabFlags, withLab } from '../lab.ts'
import { print } from '../output.ts'

/** Prints what a lab is going to be judged by. */
export const expectCommand = (name: string, flags: LabFlags): Promise<number> =>
  withLab(name, flags, (lab) => {
    print(expectationLines(lab, expandExpectations(lab), pageFor(process.stdout)).join('\n'))
  })
