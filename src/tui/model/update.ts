import { keyed } from './keyed.ts'
import { labScreen } from './lab.ts'
import { labsScreen, withLab } from './labs.ts'
import { observing } from './live.ts'
import type { Message, Updated } from './messages.ts'
import { ofRun } from './of-run.ts'
import { playedOn } from './packets.ts'
import { onKind, pushed, topOf, withTop } from './screens.ts'
import type { LabsScreen, Model, RunsScreen, Size } from './types.ts'

/** What is shown first: the labs, with whatever was asked for on top of them. */
export const firstModel = (size: Size): Model => ({ size, screens: [labsScreen], help: false })

/** The model after a message, and the work that has to be done. Pure. */
export function update(model: Model, message: Message): Updated<Model> {
  switch (message.type) {
    case 'key':
      return keyed(model, message.key)
    case 'resized':
      return [{ ...model, size: message.size }]
    case 'notice':
      return [{ ...model, notice: message.text }]
    case 'tick':
      return ticked(model, message.now)
    case 'lab-listed':
      return [onKind<LabsScreen>(model, 'labs', (screen) => withLab(screen, message.entry))]
    case 'live-listed':
      return [onKind<LabsScreen>(model, 'labs', (screen) => ({ ...screen, live: new Set(message.names) }))]
    case 'lab-opened':
      return [pushed(model, labScreen(message.lab, message.lesson))]
    case 'runs-listed':
      return [onKind<RunsScreen>(model, 'runs', (screen) => ({ ...screen, runs: message.runs }))]
    default:
      return ofRun(model, message)
  }
}

/** What moves has moved on. */
function ticked(model: Model, now: number): Updated<Model> {
  const top = topOf(model)
  if (top.kind !== 'run') return [model]
  const packets = top.packets.playing ? playedOn(top) : top.packets
  const [screen, ...effects] = observing({ ...top, now, packets }, now)
  return [withTop(model, screen), ...effects]
}
