import type { Effect, Message } from '../model/messages.ts'
import type { Model } from '../model/types.ts'
import { update } from '../model/update.ts'

/** The one place where the model changes: by a message, and then whoever shows it is told. */
export interface Store {
  readonly model: () => Model
  readonly send: (message: Message) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** A store whose effects are done by `perform`. */
export function createStore(first: Model, perform: (effect: Effect, send: Store['send']) => void): Store {
  let model = first
  const listeners = new Set<() => void>()
  const send = (message: Message) => {
    const [next, ...effects] = update(model, message)
    const changed = next !== model
    model = next
    if (changed) for (const listener of listeners) listener()
    for (const effect of effects) perform(effect, send)
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { model: () => model, send, subscribe }
}
