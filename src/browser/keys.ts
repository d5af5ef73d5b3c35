import type { Ladder } from './ladder.ts'
import { isBroken, type Row } from './rows.ts'

/** What keys do beyond moving in the ladder. */
export interface Reach {
  readonly toDetail: () => void
  readonly toFilter: () => void
  readonly help: () => void
  readonly conversation: (row: Row) => void
}

/** Keys of the ladder, as the list of keys in the page tells them. */
export function ladderKeys(ladder: Ladder, reach: Reach): (event: KeyboardEvent) => void {
  const next = (from: number, step: number, wanted: (row: Row) => boolean) => {
    const { rows } = ladder
    for (let place = from + step; place >= 0 && place < rows.length; place += step)
      if (wanted(rows[place] as Row)) return ladder.choose(place)
  }
  const packet = (step: number) =>
    next(ladder.place, step, ({ journey, index }) => index === 0 && journey !== ladder.chosen?.journey)
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => ladder.choose(ladder.place + 1),
    ArrowUp: () => ladder.choose(ladder.place - 1),
    PageDown: () => ladder.choose(ladder.place + ladder.page),
    PageUp: () => ladder.choose(ladder.place - ladder.page),
    Home: () => ladder.choose(0),
    End: () => ladder.choose(ladder.rows.length - 1),
    n: () => packet(1),
    p: () => packet(-1),
    v: () => next(ladder.place, 1, isBroken),
    V: () => next(ladder.place, -1, isBroken),
    c: () => ladder.chosen && reach.conversation(ladder.chosen),
    Enter: () => reach.toDetail(),
  }
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
}

/** Keys that work wherever nothing is being written. */
export function pageKeys(reach: Reach): (event: KeyboardEvent) => void {
  return (event) => {
    const { target, key } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return
    if (key === '/') reach.toFilter()
    else if (key === '?') reach.help()
    else return
    event.preventDefault()
  }
}
