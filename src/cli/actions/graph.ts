import { mermaid } from '../../report/graph/mermaid.ts'
import { topology } from '../../report/graph/topology.ts'
import { pageWidth } from '../../report/page.ts'
import { type LabFlags, withLab } from '../lab.ts'
import { print } from '../output.ts'

export interface GraphFlags extends LabFlags {
  readonly format: 'text' | 'mermaid'
}

/** Draws a lab. */
export const graphCommand = (name: string, flags: GraphFlags): Promise<number> =>
  withLab(name, flags, (lab) => {
    print(flags.format === 'mermaid' ? mermaid(lab) : topology(lab, pageWidth(process.stdout)))
  })
