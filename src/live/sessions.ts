import type { EngineLink } from '../kernel/link.ts'
import type { ProcessEnd, SessionNotice, StreamName } from '../protocol/messages.ts'
import type { SessionWish, SessionWords } from './messages.ts'

/** Hears what a session writes (base64), and resolves when that has found its reader. */
export type Teller = (stream: StreamName, data: string) => Promise<void>

/** An open session of a live lab. */
export interface OpenSession {
  readonly say: (words: SessionWords) => void
  readonly ended: Promise<ProcessEnd>
}

/** The sessions of one world: numbers for the engine, names for nobody. */
export class Sessions {
  readonly #all = new Map<number, { teller: Teller; end: (end: ProcessEnd) => void }>()
  #link: EngineLink | undefined
  #next = 1

  /** The engine that sessions are opened in from now on. */
  use(link: EngineLink): void {
    this.#link = link
    link.onSession = (notice) => this.#hear(notice)
    link.ended.then(() => {
      if (this.#link === link) this.endAll()
    })
  }

  open(wish: SessionWish, teller: Teller): OpenSession {
    const session = this.#next++
    const { promise: ended, resolve: end } = Promise.withResolvers<ProcessEnd>()
    this.#all.set(session, { teller, end })
    void this.#link?.call('open', { session, ...wish }).then((result) => {
      if (!result.ok) this.#close(session, { status: 126 })
    })
    const say = (words: SessionWords) => void this.#link?.call('act', { session, ...words })
    return { say, ended }
  }

  /** Their world is gone, or about to go. */
  endAll(): void {
    for (const session of [...this.#all.keys()]) this.#close(session, { signal: 'SIGKILL' })
  }

  #hear(notice: SessionNotice): void {
    if (notice.notice === 'closed') this.#close(notice.session, notice.end)
    else void this.#pass(notice)
  }

  /** The engine may go on writing once this has been read. */
  async #pass({ session, stream, data }: SessionNotice & { notice: 'output' }): Promise<void> {
    await this.#all.get(session)?.teller(stream, data)
    const octets = Buffer.byteLength(data, 'base64')
    if (this.#all.has(session)) void this.#link?.call('act', { session, do: 'read', octets })
  }

  #close(session: number, end: ProcessEnd): void {
    this.#all.get(session)?.end(end)
    this.#all.delete(session)
  }
}
