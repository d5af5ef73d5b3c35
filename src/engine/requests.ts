import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Request, type RequestInFile, requestFile } from '../protocol/messages.ts'

/** A request as it arrived, or the content of the file that it names. */
export function wholeRequest(message: Request | RequestInFile, folder: string): Request {
  return 'file' in message ? take(join(folder, message.file)) : message
}

/**
 * Requests as files of the folder, one after the other, for ever. While it waits for the next one it never sleeps:
 * in virtual time the clock stands as long as anybody computes, so the front-end may take its time.
 */
export async function* requestsInFiles(folder: string): AsyncGenerator<Request> {
  for (let id = 1; ; id++) {
    // Time passes only when nobody has anything to do: after this, whatever the last call has set off is over.
    await sleep(1)
    const path = join(folder, requestFile(id))
    while (!existsSync(path)) {}
    yield take(path)
  }
}

function take(path: string): Request {
  const request = JSON.parse(readFileSync(path, 'utf8')) as Request
  rmSync(path)
  return request
}
