import { linkSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createConnection, type Server, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Problem } from '../events/types.ts'

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Problem }

/** A path of a socket has room for 107 octets (unix(7)). */
const LONGEST_PATH = 107
const ENDING = '.sock'

/**
 * The folder of the sockets of live labs, made where it is missing: `LVSLAB_RUNTIME`, else lvslab in
 * `XDG_RUNTIME_DIR`, else one in /tmp. It has to belong to this user, and be closed to all others.
 */
export function socketFolder(env: NodeJS.ProcessEnv = process.env): Result<string> {
  const { uid } = userInfo()
  const below = env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, 'lvslab') : `/tmp/lvslab-${uid}`
  const folder = env.LVSLAB_RUNTIME || below
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid: owner, mode } = lstatSync(folder)
    const isFolder = lstatSync(folder).isDirectory()
    if (isFolder && owner === uid && (mode & 0o077) === 0) return { ok: true, value: folder }
  } catch (error) {
    return { ok: false, error: unfit(folder, String((error as Error).message)) }
  }
  return { ok: false, error: unfit(folder, 'it is open to others, or belongs to somebody else') }
}

function unfit(folder: string, reason: string): Problem {
  return {
    message: `${folder} cannot hold the sockets of live labs: ${reason}`,
    remedy: 'name a folder of your own, with mode 0700: LVSLAB_RUNTIME=FOLDER',
  }
}

/** Names of live labs, whether anybody still listens or not. */
export function socketNames(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING) && !file.startsWith('.'))
  return files.map((file) => file.slice(0, -ENDING.length)).toSorted()
}

/** Path of a live lab's socket. */
export function socketPath(folder: string, name: string): string {
  return join(folder, `${name}${ENDING}`)
}

/** Connects to a live lab; undefined where nobody listens any more. */
export function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

/**
 * Has a server listen under a name. The name goes to who links it first (link(2) fails where there is one); a name
 * whose keeper has died is free again.
 */
export async function claim(server: Server, folder: string, name: string): Promise<Result<string>> {
  const path = socketPath(folder, name)
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    const message = `${path} is too long for a socket`
    return { ok: false, error: { message, remedy: 'give the lab a shorter name: --name NAME' } }
  }
  const own = join(folder, `.${process.pid}`)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(own, resolve))
  try {
    await sweep(path)
    linkSync(own, path)
    return { ok: true, value: path }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    server.close()
    return {
      ok: false,
      error: { message: `a lab is live under the name ${name}`, remedy: takenRemedy(name) },
    }
  } finally {
    rmSync(own, { force: true })
  }
}

const takenRemedy = (name: string): string =>
  `take it down with lvslab down ${name}, or give this one another name: --name NAME`

/** Removes a socket on which nobody listens; tells whether somebody does. */
export async function sweep(path: string): Promise<boolean> {
  const aside = `${path}.${process.pid}`
  const socket = await connect(path)
  socket?.destroy()
  if (socket !== undefined) return true
  try {
    // Out of the way first: a keeper that has just taken the name must not lose it.
    renameSync(path, aside)
  } catch {
    return false
  }
  const late = await connect(aside)
  late?.destroy()
  if (late !== undefined) renameSync(aside, path)
  rmSync(aside, { force: true })
  return late !== undefined
}
