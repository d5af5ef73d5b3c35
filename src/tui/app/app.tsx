import { Box, useApp, useInput, useWindowSize } from 'ink'
import { useEffect, useSyncExternalStore } from 'react'
import type { Paint } from '../../report/paint.ts'
import { footLine, headLine } from '../view/lines.ts'
import { screenView } from '../view/screen.ts'
import { keysOf } from './keys.ts'
import { Lines, Panes } from './panes.tsx'
import type { Store } from './store.ts'
import { useClock } from './use-clock.ts'

interface AppProps {
  readonly store: Store
  readonly paint: Paint
  /** Told how the terminal is given away for a while. */
  readonly onReady: (app: ReturnType<typeof useApp>) => void
}

/** The screen of the model, the keys that change it, and the clock that drives what moves. */
export function App({ store, paint, onReady }: AppProps) {
  const app = useApp()
  const { columns, rows } = useWindowSize()
  const model = useSyncExternalStore(store.subscribe, store.model)
  useEffect(() => onReady(app), [app, onReady])
  useEffect(() => store.send({ type: 'resized', size: { columns, rows } }), [store, columns, rows])
  useInput((input, key) => {
    for (const name of keysOf(input, key)) store.send({ type: 'key', key: name })
  })
  useClock(store, model)
  const sized = { ...model, size: { columns, rows } }
  const view = screenView(sized, paint)
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={[headLine(view, columns, paint)]} />
      <Panes body={view.body} paint={paint} />
      <Lines lines={[footLine(view, sized, paint)]} />
    </Box>
  )
}
