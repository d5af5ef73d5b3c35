import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING))
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
 * Has a server listen under a name, which goes to who takes it first; one whose keeper has died is free again.
 */
export async function claim(server: Server, folder: string, name: string): Promise<Result<string>> {
  const path = socketPath(folder, name)
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    const message = `${path} is too long for a socket`
    return { ok: false, error: { message, remedy: 'give the lab a shorter name: --name NAME' } }
  }
  return alone(folder, async () => {
    if (await isAlive(path)) return { ok: false, error: taken(name) }
    rmSync(path, { force: true })
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
    return { ok: true, value: path }
  })
}

function taken(name: string): Problem {
  const remedy = `take it down with lvslab down ${name}, or give this one another name: --name NAME`
  return { message: `a lab is live under the name ${name}`, remedy }
}

/** Names of those that live; sockets on which nobody listens any more are removed. */
export async function sweep(folder: string): Promise<string[]> {
  const names = socketNames(folder)
  const alive = await Promise.all(names.map((name) => isAlive(socketPath(folder, name))))
  const dead = names.filter((_, index) => !alive[index])
  if (dead.length > 0) await alone(folder, () => removeDead(folder, dead))
  return names.filter((_, index) => alive[index])
}

/** Looks once more: somebody may have taken the name meanwhile. */
async function removeDead(folder: string, names: readonly string[]): Promise<void> {
  for (const path of names.map((name) => socketPath(folder, name)))
    if (!(await isAlive(path))) rmSync(path, { force: true })
}

async function isAlive(path: string): Promise<boolean> {
  const socket = await connect(path)
  socket?.destroy()
  return socket !== undefined
}

/** Nobody keeps the lock for longer than a look at a few sockets takes. */
const LOCK_DEADLINE_MS = 10_000

/**
 * Does something while nobody else takes or frees names in the folder. The lock is an abstract socket (unix(7)): it
 * goes with whoever holds it, at any SIGKILL.
 */
async function alone<Value>(folder: string, work: () => Promise<Value>): Promise<Value> {
  const lock = createServer()
  const deadline = performance.now() + LOCK_DEADLINE_MS
  while (!(await listens(lock, `\0lvslab ${folder}`))) {
    if (performance.now() > deadline) throw new Error(`somebody holds the lock of ${folder}`)
    await sleep(10)
  }
  try {
    return await work()
  } finally {
    lock.close()
  }
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.removeAllListeners().once('error', () => resolve(false))
    server.listen(path, () => resolve(true))
  })
}
