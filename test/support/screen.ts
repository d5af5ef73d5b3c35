import type { Screen } from '../../src/report/reporter.ts'

/** A terminal or pipe that remembers what was written. */
export function recordingScreen(properties: Partial<Screen> = {}): Screen & { readonly text: () => string } {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  return { ...properties, write, text: () => text }
}
