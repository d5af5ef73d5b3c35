import { labKey } from './lab.ts'
import { labsKey } from './labs.ts'
import type { Updated } from './messages.ts'
import { runKey } from './run.ts'
import { runsKey } from './runs.ts'
import { pushed, topOf, withTop } from './screens.ts'
import type { Model, Screen, Size } from './types.ts'

/** What a key does: first what it does everywhere, then what it does on the screen that is seen. */
export function keyed(model: Model, key: string): Updated<Model> {
  const { notice: _, ...quiet } = model
  if (key === 'ctrl-c') return [quiet, { type: 'quit' }]
  if (model.help) return [{ ...quiet, help: false }]
  const top = topOf(model)
  const writing = top.kind === 'labs' && top.searching
  if (key === '?' && !writing) return [{ ...quiet, help: true }]
  if (key === 'q' && !writing) return left(quiet)
  if (key === 'escape' && top.kind !== 'labs') return left(quiet)
  const [screen, ...effects] = screenKey(top, key, model.size)
  const next = withTop(quiet, screen)
  const lists = effects.some(({ type }) => type === 'list-runs')
  return [lists ? pushed(next, { kind: 'runs', cursor: 0 }) : next, ...effects]
}

function screenKey(screen: Screen, key: string, size: Size): Updated<Screen> {
  switch (screen.kind) {
    case 'labs':
      return labsKey(screen, key, size)
    case 'lab':
      return labKey(screen, key, size)
    case 'runs':
      return runsKey(screen, key, size)
    case 'run':
      return runKey(screen, key, size)
  }
}

/** One screen back, or out of the program. A run that goes on is interrupted first. */
function left(model: Model): Updated<Model> {
  const [top, ...below] = model.screens.toReversed()
  const [first, ...rest] = below.toReversed()
  if (top?.kind === 'run' && top.since !== undefined && !top.live)
    return [{ ...model, notice: 'The run is being interrupted.' }, { type: 'interrupt' }]
  if (!first) return [model, { type: 'quit' }]
  const next = { ...model, screens: [first, ...rest] as const }
  return rest.length === 0 ? [next, { type: 'list-live' }] : [next]
}
