import { createServer, type Server, type Socket } from 'node:net'
import type { Problem, RunEvent } from '../events/types.ts'
import { readJsonLines } from '../protocol/lines.ts'
import { Stop } from '../run/stop.ts'
import type { Keeper } from './keeper.ts'
import {
  type Answer,
  LIVE_VERSION,
  type Question,
  type Questions,
  type SessionWish,
  type SessionWords,
} from './messages.ts'

/** A server that answers one question a connection. `keeper` is undefined as long as the lab is being built. */
export function answering(keeper: () => Keeper | undefined, onDown: () => void): Server {
  return createServer((socket) => {
    let asked = false
    let hear: (words: SessionWords) => void = () => {}
    const onLine = (line: unknown) => {
      if (asked) return hear(line as SessionWords)
      asked = true
      const question = line as Question
      void reply(socket, () => answer(question, socket, keeper(), (listener) => (hear = listener), onDown))
    }
    socket.on('error', () => {})
    readJsonLines(socket, onLine, () => socket.destroy())
  })
}

/** Whoever has gone does not hear it. */
function write(socket: Socket, answer: Answer): Promise<void> {
  if (socket.destroyed || !socket.writable) return Promise.resolve()
  return new Promise((resolve) => socket.write(`${JSON.stringify(answer)}\n`, () => resolve()))
}

async function reply(socket: Socket, work: () => Promise<unknown>): Promise<void> {
  try {
    await write(socket, { value: await work() })
  } catch (error) {
    await write(socket, { problem: problemOf(error) })
  }
  socket.end()
}

function problemOf(error: unknown): Problem {
  if (error instanceof Stop) return error.problem
  const { message, stack } = error as Error
  return { message: `the keeper of the lab broke: ${message}`, detail: stack ?? '' }
}

async function answer(
  question: Question,
  socket: Socket,
  keeper: Keeper | undefined,
  listen: (listener: (words: SessionWords) => void) => void,
  onDown: () => void,
): Promise<unknown> {
  if (question.version !== LIVE_VERSION)
    throw new Stop('error', {
      message: `the lab was started by a lvslab that speaks version ${LIVE_VERSION}, this one speaks ${question.version}`,
      remedy: 'take it down with the lvslab that started it, or end its process',
    })
  if (question.ask === 'down') {
    onDown()
    return new Promise(() => {}) // it hangs up as it ends
  }
  if (keeper === undefined) throw new Stop('error', { message: 'the lab is still being built' })
  const emit = (event: RunEvent) => void write(socket, { event })
  switch (question.ask) {
    case 'status':
      return keeper.status()
    case 'check':
      return keeper.check(undefined, emit)
    case 'probe':
      return keeper.check((question.with as Questions['probe']['with']).names, emit)
    case 'change':
      return keeper.change(question.with as Questions['change']['with'], emit)
    case 'observe':
      return keeper.observe()
    case 'solve':
      return keeper.solve()
    case 'open':
      return session(question.with as SessionWish, socket, keeper, listen)
    default:
      throw new Stop('error', { message: `a live lab cannot be asked to "${question.ask}"` })
  }
}

/** Goes on until the command has ended; whoever hangs up takes it along. */
function session(
  wish: SessionWish,
  socket: Socket,
  keeper: Keeper,
  listen: (listener: (words: SessionWords) => void) => void,
): Promise<unknown> {
  const { say, ended } = keeper.world.open(wish, (output, data) => write(socket, { output, data }))
  listen(say)
  socket.on('close', () => say({ do: 'kill' }))
  return ended
}
