import type { Paint } from '../../report/paint.ts'
import type { LiveState, Size } from '../model/types.ts'
import { row } from './row.ts'
import { fill, widthOf } from './text.ts'
import { windowOf } from './window.ts'

/** The faults of a live lab, and which are in it now. */
export function faultLines(
  { changes, broken, fault }: LiveState,
  { columns, rows }: Size,
  paint: Paint,
): string[] {
  if (changes.length === 0) return [paint('dim', 'This lab declares no fault.')]
  const names = Math.max(...changes.map(({ name }) => widthOf(name)))
  const { from, to } = windowOf(changes.length, fault, rows)
  return changes.slice(from, to).map(({ name, title }, index) => {
    const isBroken = broken.includes(name)
    const text = fill(columns - 2, `${isBroken ? '[✗]' : '[ ]'} ${fill(names, name)}  ${title}`)
    if (from + index === fault) return row(text, true, paint)
    return row(isBroken ? paint(['bold', 'red'], text) : text, false, paint)
  })
}
