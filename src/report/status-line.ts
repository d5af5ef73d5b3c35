import type { Screen } from './reporter.ts'

const TICK_MS = 100
const ERASE_LINE = '\r\x1b[K'

/** The last line of a terminal, for what is going on at the moment. */
export interface StatusLine {
  /** Draws a text again and again, given the milliseconds since it was first shown. */
  readonly show: (text: (milliseconds: number) => string) => void
  /** Takes it away, so that other lines can be written. */
  readonly hide: () => void
}

/** A status line on a terminal; nothing at all elsewhere. */
export function statusLine(screen: Screen): StatusLine {
  if (!screen.isTTY) return { show: () => {}, hide: () => {} }
  let timer: NodeJS.Timeout | undefined
  const hide = () => {
    if (timer) screen.write(ERASE_LINE)
    clearInterval(timer)
    timer = undefined
  }
  const show: StatusLine['show'] = (text) => {
    const since = Date.now()
    const draw = () => screen.write(ERASE_LINE + text(Date.now() - since))
    draw()
    timer = setInterval(draw, TICK_MS).unref()
  }
  return { show, hide }
}
