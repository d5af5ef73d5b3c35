import type { Paint } from '../../report/paint.ts'
import type { LiveState, Size } from '../model/types.ts'
import { row } from './row.ts'
import { fill, widthOf } from './text.ts'
import { windowOf } from './window.ts'

/** The faults and variants of a live lab, and which are in force. */
export function faultLines(
  { lab: { changes }, inForce, change }: LiveState,
  { columns, rows }: Size,
  paint: Paint,
): string[] {
  if (changes.length === 0) return [paint('dim', 'This lab declares no fault and no variant.')]
  const names = Math.max(...changes.map(({ name }) => widthOf(name)))
  const { from, to } = windowOf(changes.length, change, rows)
  return changes.slice(from, to).map(({ name, title }, index) => {
    const isInForce = inForce.includes(name)
    const text = fill(columns - 2, `${isInForce ? '[x]' : '[ ]'} ${fill(names, name)}  ${title}`)
    if (from + index === change) return row(text, true, paint)
    return row(isInForce ? paint(['bold', 'red'], text) : text, false, paint)
  })
}
