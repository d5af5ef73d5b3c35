import type { Reporter, Screen } from './reporter.ts'

/** The event stream as JSON lines, and nothing else. */
export const jsonReporter = (screen: Screen): Reporter => ({
  handle: (event) => void screen.write(`${JSON.stringify(event)}\n`),
})
