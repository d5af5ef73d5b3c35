import { pageWidth } from '../../../src/report/page.ts'
import type { Screen } from '../../../src/report/reporter.ts'
import { statusLine } from '../../../src/report/status-line.ts'
import { cut } from '../../../src/report/text.ts'

/** How often a step that takes long says where it is, when nobody looks at a terminal. */
const PATIENCE_MS = 30_000

const TIME = 8
const TITLE = 9

/** Steps as they are done, `    12 s  fetch      139 MB`; the one that goes on is the last line of a terminal. */
export class Progress {
  readonly #screen: Screen

  constructor(screen: Screen) {
    this.#screen = screen
  }

  /** Does a step; the work may say again and again how far it is, and what it says last stays. */
  async step<Result>(
    title: string,
    work: (say: (detail: string) => void) => Promise<Result>,
  ): Promise<Result> {
    const started = Date.now()
    const screen = this.#screen
    let detail = ''
    const line = (mark = '') =>
      cut(pageWidth(screen) - 1, `${time(Date.now() - started)}  ${title.padEnd(TITLE)}  ${detail}${mark}`)
    const status = statusLine(screen)
    status.show(() => line(' …'))
    const patience = setInterval(() => screen.isTTY || screen.write(`${line(' …')}\n`), PATIENCE_MS)
    try {
      return await work((said) => {
        detail = said
      })
    } finally {
      clearInterval(patience)
      status.hide()
      screen.write(`${line()}\n`)
    }
  }
}

const time = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`.padStart(TIME)

/** Seconds as a person says them: `40 s`, `2 min 10 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Octets as `139 MB`. */
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
