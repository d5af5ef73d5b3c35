import type { RunEvent } from '../../events/types.ts'
import { emptyView } from '../../events/view.ts'
import { withLive } from './live.ts'
import type { Effect, LiveMessage, Message, Updated } from './messages.ts'
import { runScreen, withEvent } from './run.ts'
import { onRun, pushed, without } from './screens.ts'
import type { Model } from './types.ts'

/** A message about one run or live lab. */
export type RunMessage = Extract<Message, { readonly id: string }>

/** The model after it. */
export function ofRun(model: Model, message: RunMessage): Updated<Model> {
  switch (message.type) {
    case 'run-opened':
      return [
        pushed(model, runScreen(message.id, message.view)),
        { type: 'read-frames', id: message.id, folder: message.id },
      ]
    case 'run-begun':
      return [begun(model, message.id, message.now)]
    case 'live-opened':
      return [ofLive(model, message), { type: 'observe', id: message.id }]
    case 'live-gone':
      return [{ ...without(model, message.id), notice: message.notice }]
    case 'run-event':
      return heard(model, message.id, message.event)
    case 'frames-read':
      return [onRun(model, message.id, (screen) => ({ ...screen, frames: message.frames }))]
    case 'frames-missing':
      return [onRun(model, message.id, (screen) => ({ ...screen, framesProblem: message.reason }))]
    default:
      return [withNotice(ofLive(model, message), message)]
  }
}

const ofLive = (model: Model, message: LiveMessage): Model =>
  onRun(model, message.id, (screen) => withLive(screen, message))

const withNotice = (model: Model, message: RunMessage): Model =>
  message.type === 'live-idle' && message.notice !== undefined ? { ...model, notice: message.notice } : model

/** A new run has a screen of its own; a check of a live lab begins anew on the screen that is there. */
function begun(model: Model, id: string, now: number): Model {
  const there = model.screens.some((screen) => screen.kind === 'run' && screen.id === id)
  if (!there) return pushed(model, { ...runScreen(id), since: now, now })
  return onRun(model, id, (screen) => {
    const { frames: _, framesProblem: __, ...rest } = screen
    const { nodes, networks, names } = screen.view
    return {
      ...rest,
      view: { ...emptyView, nodes, networks, names },
      since: now,
      now,
      pane: 'steps',
      packets: runScreen(id).packets,
    }
  })
}

function heard(model: Model, id: string, event: RunEvent): Updated<Model> {
  let effects: Effect[] = []
  const next = onRun(model, id, (screen) => {
    const [changed, ...more] = withEvent(screen, event)
    effects = more
    return changed
  })
  return [next, ...effects]
}
