import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claim, connect, socketFolder, socketNames, socketPath, sweep } from '../../src/live/sockets.ts'

let folder: string
const servers: Server[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-live-'))
})
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

function serving(): Server {
  const server = createServer((socket) => socket.end())
  servers.push(server)
  return server
}

/** A socket as a keeper leaves it behind that is killed: the file is there, nobody listens. */
function dead(name: string): void {
  const code = `require('net').createServer().listen(${JSON.stringify(socketPath(folder, name))}, () => process.kill(process.pid, 9))`
  expect(spawnSync(process.execPath, ['-e', code]).signal).toBe('SIGKILL')
  expect(socketNames(folder)).toContain(name)
}

describe('the folder of sockets', () => {
  test('is made, closed to others', () => {
    const below = join(folder, 'run')
    expect(socketFolder({ LVSLAB_RUNTIME: below })).toEqual({ ok: true, value: below })
    expect(readdirSync(folder)).toEqual(['run'])
  })

  test('is that of XDG_RUNTIME_DIR, or one in /tmp with the user in its name', () => {
    expect(socketFolder({ XDG_RUNTIME_DIR: folder })).toEqual({ ok: true, value: join(folder, 'lvslab') })
    expect(socketFolder({})).toMatchObject({ value: `/tmp/lvslab-${process.getuid?.()}` })
  })

  test('is refused where others may enter it', () => {
    chmodSync(folder, 0o755)
    const refused = socketFolder({ LVSLAB_RUNTIME: folder })
    expect(refused).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('open to others') },
    })
  })

  test('is refused where it is a file', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(socketFolder({ LVSLAB_RUNTIME: file }).ok).toBe(false)
  })
})

describe('a name', () => {
  test('goes to who takes it first', async () => {
    expect(await claim(serving(), folder, 'dr')).toEqual({ ok: true, value: socketPath(folder, 'dr') })
    expect(await claim(serving(), folder, 'dr')).toMatchObject({
      ok: false,
      error: { message: 'a lab is live under the name dr', remedy: expect.stringContaining('--name') },
    })
    expect(socketNames(folder)).toEqual(['dr'])
  })

  test('goes to one of many who take it at once', async () => {
    dead('dr')
    const all = await Promise.all(Array.from({ length: 8 }, () => claim(serving(), folder, 'dr')))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('is free again when its keeper was killed', async () => {
    dead('dr')
    expect(await claim(serving(), folder, 'dr')).toMatchObject({ ok: true })
    expect(await connect(socketPath(folder, 'dr'))).toBeDefined()
  })

  test('is not taken from who listens by one who sweeps', async () => {
    await claim(serving(), folder, 'dr')
    dead('old')
    expect(await sweep(folder)).toEqual(['dr'])
    expect(socketNames(folder)).toEqual(['dr'])
  })

  test('that makes too long a path is refused', async () => {
    expect(await claim(serving(), folder, 'x'.repeat(100))).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('too long') },
    })
  })
})
