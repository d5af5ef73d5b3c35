import { type Change, formatDiagnostic, type ListedLab, listLabs } from '../../lab/index.ts'
import { briefLines, labLines } from '../../report/labs.ts'
import { pageFor } from '../../report/page.ts'
import { exitStatus } from '../exit.ts'
import { print } from '../output.ts'

export interface ListFlags {
  readonly json?: true
  /** Names and titles alone. */
  readonly brief?: true
}

/** Lists the labs that come with the program; a lab with mistakes is listed, its mistakes are told apart. */
export async function listCommand({ json, brief }: ListFlags): Promise<number> {
  const labs = listLabs()
  const errors = labs.flatMap((lab) => lab.errors)
  for (const error of errors) process.stderr.write(`${formatDiagnostic(error)}\n`)
  const text = json
    ? JSON.stringify(labs.map(plainLab), undefined, 2)
    : (brief ? briefLines : labLines)(labs, pageFor(process.stdout)).join('\n')
  print(text)
  return exitStatus(errors.length > 0 ? 'usage' : 'pass')
}

const plainLab = ({ name, title, file, faults, variants }: ListedLab) => ({
  name,
  title,
  file,
  faults: faults.map(plainChange),
  variants: variants.map(plainChange),
})

const plainChange = ({ name, title, declares }: Change) => ({ name, title, declares })
