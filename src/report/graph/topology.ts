import type { Lab } from '../../lab/types.ts'
import { widthOf } from '../text.ts'
import { drawing } from './drawing.ts'
import { lanes } from './lanes.ts'

/** The lab as text of at most `width` columns: drawn wide where that fits, else with its networks close together. */
export function topology(lab: Lab, width: number): string {
  const wide = drawing(lab, width)
  const fits = wide.split('\n').every((line) => widthOf(line) <= width)
  return fits ? wide : lanes(lab, width)
}
