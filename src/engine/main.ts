import { writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonLines } from '../protocol/lines.ts'
import {
  AT_ONCE,
  type EngineMessage,
  LONGEST_LINE,
  type Request,
  type RequestInFile,
  type Response,
} from '../protocol/messages.ts'
import { Engine } from './engine.ts'
import { requestsInFiles, wholeRequest } from './requests.ts'

/**
 * The program that runs inside the kernel: JSON lines in on standard input or each in a file, out on standard output.
 * It ends when its input ends, and the world ends with it.
 */
const [folder, requests] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: engine FOLDER [line|files]')

const engine = new Engine(folder, send)
process.stdin.on('end', () => process.exit(0))
process.stdin.on('error', () => process.exit(0))
send({ notice: 'ready' })
if (requests === 'files') await serveFiles(folder)
else serveLine(folder)

async function serveFiles(inFolder: string): Promise<void> {
  // Nothing ever comes: it is read for its end.
  process.stdin.resume()
  for await (const request of requestsInFiles(inFolder)) {
    send({ notice: 'taken', id: request.id })
    send(shortened(await engine.answer(request), inFolder))
  }
}

/**
 * An answer, or where to find it: what does not fit into the line would have to wait until the front-end has read, and
 * in virtual time that is as long as the next timer.
 */
function shortened(response: Response, inFolder: string): EngineMessage {
  const text = JSON.stringify(response)
  if (Buffer.byteLength(text) <= LONGEST_LINE) return response
  const file = `.answer-${response.id}.json`
  writeFileSync(join(inFolder, file), text)
  return { id: response.id, file }
}

function serveLine(inFolder: string): void {
  let last: Promise<void> = Promise.resolve()
  readJsonLines(
    process.stdin,
    (value) => {
      const request = wholeRequest(value as Request | RequestInFile, inFolder)
      send({ notice: 'taken', id: request.id })
      const answer = async () => send(await engine.answer(request))
      if (AT_ONCE.includes(request.call)) void answer()
      else last = last.then(answer)
    },
    (line) => process.stderr.write(`not a request: ${line}\n`),
  )
}

function send(message: EngineMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`)
  let written = 0
  while (written < bytes.length) written += writeSome(bytes, written)
}

/** A pipe or a serial line that is full says EAGAIN: the reader has to catch up, so try again. */
function writeSome(bytes: Buffer, from: number): number {
  try {
    return writeSync(1, bytes, from)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0
    process.exit(0)
  }
}
