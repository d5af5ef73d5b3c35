import type { Model, RunScreen, Screen } from './types.ts'

/** The screen that is seen. */
export const topOf = ({ screens }: Model): Screen => screens.at(-1) ?? screens[0]

/** The model with another screen in the place of the one that is seen. */
export function withTop(model: Model, screen: Screen): Model {
  const [first, ...rest] = [...model.screens.slice(0, -1), screen]
  return { ...model, screens: [first ?? screen, ...rest] }
}

/** The model with one more screen, over all others. */
export const pushed = (model: Model, screen: Screen): Model => ({
  ...model,
  screens: [...model.screens, screen],
})

/** The model with something changed in the run of that id, wherever its screen is; in none, if that was left. */
export const onRun = (model: Model, id: string, change: (screen: RunScreen) => RunScreen): Model =>
  onKind<RunScreen>(model, 'run', (screen) => (screen.id === id ? change(screen) : screen))

/** The same for all screens of a kind. */
export function onKind<Kind extends Screen>(
  model: Model,
  kind: Kind['kind'],
  change: (screen: Kind) => Kind,
): Model {
  const one = (screen: Screen): Screen => (screen.kind === kind ? change(screen as Kind) : screen)
  const [first, ...rest] = model.screens
  return { ...model, screens: [one(first), ...rest.map(one)] }
}

/** Without the screen of a lab that is gone. */
export function without(model: Model, id: string): Model {
  const [first, ...rest] = model.screens
  return { ...model, screens: [first, ...rest.filter((screen) => screen.kind !== 'run' || screen.id !== id)] }
}
