import type { LabPane, Size } from '../model/types.ts'
import { bodySize, columnsOf, rowsOf } from './layout.ts'

/** From here on there is room for panes beside each other. */
export const WIDE = 112

/** Where each pane of a lab stands; on a narrow terminal each has the whole of it, and one is seen. */
export function labAreas(size: Size): Readonly<Record<LabPane, Size>> {
  const body = bodySize(size)
  if (size.columns < WIDE) return { lesson: body, topology: body, changes: body }
  const [lesson, right] = columnsOf(body, 0.5)
  const [topology, changes] = rowsOf(right, Math.ceil(right.rows * 0.6))
  return { lesson, topology, changes }
}

/** The list of verdicts, and the explanation of one beside it or below it. */
export const verdictAreas = (body: Size): [Size, Size] =>
  body.columns < WIDE ? rowsOf(body, Math.floor(body.rows * 0.4)) : columnsOf(body, 0.5)
