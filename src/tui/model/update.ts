import { emptyView } from '../../events/view.ts'
import { labKey, labScreen } from './lab.ts'
import { labsKey, labsScreen, withLab } from './labs.ts'
import { observing, withLive } from './live.ts'
import type { Effect, Message, Updated } from './messages.ts'
import { playedOn } from './packets.ts'
import { runKey, runScreen, withEvent } from './run.ts'
import { runsKey } from './runs.ts'
import type { LabsScreen, Model, RunScreen, RunsScreen, Screen, Size } from './types.ts'

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
    case 'lab-opened':
      return [pushed(model, labScreen(message.lab, message.lesson))]
    case 'runs-listed':
      return [onKind<RunsScreen>(model, 'runs', (screen) => ({ ...screen, runs: message.runs }))]
    default:
      return ofRun(model, message)
  }
}

type RunMessage = Extract<Message, { readonly id: string }>

function ofRun(model: Model, message: RunMessage): Updated<Model> {
  switch (message.type) {
    case 'run-opened':
      return [
        pushed(model, runScreen(message.id, message.view)),
        { type: 'read-frames', id: message.id, folder: message.id },
      ]
    case 'run-begun':
      return [begun(model, message.id, message.now)]
    case 'live-opened': {
      const { id } = message
      return [onRun(model, id, (screen) => withLive(screen, message)), { type: 'observe', id }]
    }
    case 'live-gone':
      return [{ ...without(model, message.id), notice: message.notice }]
    case 'run-event': {
      let effects: Effect[] = []
      const next = onRun(model, message.id, (screen) => {
        const [changed, ...more] = withEvent(screen, message.event)
        effects = more
        return changed
      })
      return [next, ...effects]
    }
    case 'frames-read':
      return [onRun(model, message.id, (screen) => ({ ...screen, frames: message.frames }))]
    case 'frames-missing':
      return [onRun(model, message.id, (screen) => ({ ...screen, framesProblem: message.reason }))]
    default:
      return [
        withNotice(
          onRun(model, message.id, (screen) => withLive(screen, message)),
          message,
        ),
      ]
  }
}

const withNotice = (model: Model, message: RunMessage): Model =>
  message.type === 'live-idle' && message.notice !== undefined ? { ...model, notice: message.notice } : model

/** A new run has a screen of its own; a check of a live lab begins anew on the screen that is there. */
function begun(model: Model, id: string, now: number): Model {
  const there = model.screens.some((screen) => screen.kind === 'run' && screen.id === id)
  if (!there) return pushed(model, { ...runScreen(id), since: now, now })
  return onRun(model, id, (screen) => {
    const { frames: _, framesProblem: __, ...rest } = screen
    const { nodes, networks } = screen.view
    return {
      ...rest,
      view: { ...emptyView, nodes, networks },
      since: now,
      now,
      pane: 'steps',
      packets: runScreen(id).packets,
    }
  })
}

/** Without the screen of a lab that is gone. */
function without(model: Model, id: string): Model {
  const [first, ...rest] = model.screens
  return { ...model, screens: [first, ...rest.filter((screen) => screen.kind !== 'run' || screen.id !== id)] }
}

function keyed(model: Model, key: string): Updated<Model> {
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
  return first ? [{ ...model, screens: [first, ...rest] }] : [model, { type: 'quit' }]
}

function ticked(model: Model, now: number): Updated<Model> {
  const top = topOf(model)
  if (top.kind !== 'run') return [model]
  const packets = top.packets.playing ? playedOn(top) : top.packets
  const [screen, ...effects] = observing({ ...top, now, packets }, now)
  return [withTop(model, screen), ...effects]
}

export const topOf = ({ screens }: Model): Screen => screens.at(-1) ?? screens[0]

function withTop(model: Model, screen: Screen): Model {
  const [first, ...rest] = [...model.screens.slice(0, -1), screen]
  return { ...model, screens: [first ?? screen, ...rest] }
}

const pushed = (model: Model, screen: Screen): Model => ({ ...model, screens: [...model.screens, screen] })

const onRun = (model: Model, id: string, change: (screen: RunScreen) => RunScreen): Model =>
  onKind<RunScreen>(model, 'run', (screen) => (screen.id === id ? change(screen) : screen))

function onKind<Kind extends Screen>(
  model: Model,
  kind: Kind['kind'],
  change: (screen: Kind) => Kind,
): Model {
  const one = (screen: Screen): Screen => (screen.kind === kind ? change(screen as Kind) : screen)
  const [first, ...rest] = model.screens
  return { ...model, screens: [one(first), ...rest.map(one)] }
}
