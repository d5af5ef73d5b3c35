import { useEffect } from 'react'
import { tickEvery } from '../model/clock.ts'
import type { Model } from '../model/types.ts'
import type { Store } from './store.ts'

/** Sends ticks while something on the screen moves, and none otherwise. */
export function useClock({ send }: Store, model: Model): void {
  const every = tickEvery(model)
  useEffect(() => {
    if (every === undefined) return
    const timer = setInterval(() => send({ type: 'tick', now: performance.now() }), every)
    return () => clearInterval(timer)
  }, [send, every])
}
