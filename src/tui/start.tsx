import { render, type useApp } from 'ink'
import { App } from './app/app.tsx'
import { Performer } from './app/perform.ts'
import { createStore } from './app/store.ts'
import type { GiveTerminal } from './app/terminal.ts'
import type { Effect } from './model/messages.ts'
import { firstModel } from './model/update.ts'
import type { Services } from './services.ts'
import { paintFor } from './view/paint.ts'

/** Where the interface is shown, and what it begins with. */
export interface UiOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly colour: boolean
  /** On top of the list of labs: a saved run, a lab. */
  readonly first?: Effect
}

/**
 * Shows the interface until the user ends it. The terminal is as it was before when the promise settles, or when the
 * process is ended by anything but SIGKILL.
 */
export async function startUi(
  services: Services,
  { input, output, colour, first }: UiOptions,
): Promise<void> {
  let app: ReturnType<typeof useApp> | undefined
  const giveTerminal: GiveTerminal = async (use) => {
    if (!app) throw new Error('nothing is shown yet')
    await using _suspended = await app.suspendTerminal()
    return await use({ input, output })
  }
  const performer = new Performer({ services, giveTerminal, quit: () => app?.exit() })
  const store = createStore(firstModel({ columns: output.columns, rows: output.rows }), (effect, send) =>
    performer.perform(effect, send),
  )
  const screen = render(
    <App
      store={store}
      paint={paintFor(colour)}
      onReady={(ready) => {
        app = ready
      }}
    />,
    {
      stdin: input,
      stdout: output,
      interactive: true,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
    },
  )
  // What breaks outside of a component is told on the screen from before, not on the one that is about to go.
  const broken = (error: unknown) => app?.exit(error instanceof Error ? error : new Error(String(error)))
  process.on('uncaughtException', broken)
  performer.perform({ type: 'list-labs' }, store.send)
  performer.perform({ type: 'list-live' }, store.send)
  if (first) performer.perform(first, store.send)
  try {
    await screen.waitUntilExit()
  } finally {
    process.off('uncaughtException', broken)
    performer.perform({ type: 'interrupt' }, store.send)
  }
}
