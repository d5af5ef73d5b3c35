import type { Paint } from '../../report/paint.ts'
import { widthOf } from './text.ts'

/** Names in one line, the chosen one between brackets; the line begins where the chosen one is still seen. */
export function choiceLine(names: readonly string[], chosen: number, width: number, paint: Paint): string {
  let first = 0
  const room = (from: number) =>
    names.slice(from, chosen + 1).reduce((sum, name) => sum + widthOf(name) + 2, 2)
  while (first < chosen && room(first) > width - 2) first++
  const shown = names.slice(first).map((name, index) => {
    const isChosen = first + index === chosen
    return isChosen ? paint(['bold', 'inverse'], `[${name}]`) : ` ${name} `
  })
  return (first > 0 ? '… ' : '') + shown.join('')
}
