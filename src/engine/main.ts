import { readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonLines } from '../protocol/lines.ts'
import { AT_ONCE, type EngineMessage, type Request, type RequestInFile } from '../protocol/messages.ts'
import { Engine } from './engine.ts'

/**
 * The program that runs inside the kernel: JSON lines in on standard input, out on standard output. It ends
 * when its input ends, and the world ends with it.
 */
const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: engine FOLDER')

const engine = new Engine(folder, send)
let last: Promise<void> = Promise.resolve()
readJsonLines(
  process.stdin,
  (value) => {
    const request = wholeRequest(value as Request | RequestInFile, folder)
    send({ notice: 'taken', id: request.id })
    const answer = async () => send(await engine.answer(request))
    if (AT_ONCE.includes(request.call)) void answer()
    else last = last.then(answer)
  },
  (line) => process.stderr.write(`not a request: ${line}\n`),
)
process.stdin.on('end', () => process.exit(0))
process.stdin.on('error', () => process.exit(0))
send({ notice: 'ready' })

/** A request too long for the line comes in a file. */
function wholeRequest(message: Request | RequestInFile, inFolder: string): Request {
  if (!('file' in message)) return message
  const path = join(inFolder, message.file)
  const request = JSON.parse(readFileSync(path, 'utf8')) as Request
  rmSync(path)
  return request
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
