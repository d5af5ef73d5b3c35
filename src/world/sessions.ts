import type { OpenParameters, SessionAct, SessionNotice } from '../protocol/messages.ts'
import { Failure } from './failure.ts'
import { Session } from './session.ts'

/** Commands that go on while calls come and go, each with streams of its own. */
export class Sessions {
  readonly #all = new Map<number, Session>()
  readonly #notify: (notice: SessionNotice) => void

  constructor(notify: (notice: SessionNotice) => void) {
    this.#notify = notify
  }

  open(parameters: OpenParameters): void {
    const { session } = parameters
    const onEnd: ConstructorParameters<typeof Session>[2] = (end) => {
      this.#all.delete(session)
      this.#notify({ notice: 'closed', session, end })
    }
    const onOutput: ConstructorParameters<typeof Session>[1] = (stream, chunk) =>
      this.#notify({ notice: 'output', session, stream, data: chunk.toString('base64') })
    this.#all.set(session, new Session(parameters, onOutput, onEnd))
  }

  /** Whoever acts on a session that has just ended could not know: nothing happens. */
  async act(parameters: SessionAct): Promise<void> {
    const session = this.#all.get(parameters.session)
    if (session === undefined) return
    switch (parameters.do) {
      case 'write':
        return session.write(Buffer.from(parameters.data, 'base64'))
      case 'resize':
        return session.resize(parameters)
      case 'end':
        return session.endInput()
      case 'read':
        return session.read(parameters.octets)
      case 'kill':
        return session.kill()
      default:
        throw new Failure('unknown act of a session')
    }
  }
}
