import { createSocket } from 'node:dgram'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HttpProbe, TcpProbe, UdpProbe } from '../../src/lab/probes/types.ts'
import { Prober } from '../../src/world/probe.ts'

/** The Perl clients themselves, against servers on this machine: nsenter(1) is replaced by one that stays here. */
const { PATH } = process.env
let folder = ''
const closing: (() => void)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-clients-'))
  writeFileSync(join(folder, 'nsenter'), '#!/bin/sh\nshift\nexec "$@"\n')
  chmodSync(join(folder, 'nsenter'), 0o755)
  process.env.PATH = `${folder}:${PATH}`
})
afterEach(() => {
  process.env.PATH = PATH
  rmSync(folder, { recursive: true })
  for (const close of closing.splice(0)) close()
})

const HOST = '127.0.0.1'
const base = { name: 'p', from: 'here', times: 2, timeoutMs: 500 }
/** Below the ports that the kernel gives out, and not those of the run before, which rest for a minute. */
let firstPort = 20000 + 10 * (process.pid % 1000)

interface Served {
  readonly port: number
  readonly sockets: Socket[]
  readonly requests: string[]
}

/** Answers every request as nginx does in a lab; notes connections and requests. */
async function serve(): Promise<Served> {
  const [sockets, requests]: [Socket[], string[]] = [[], []]
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (data) => {
      requests.push(data.toString())
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Served-By: rs7\r\n\r\nrs7\n')
    })
  })
  const listening = Promise.withResolvers<void>()
  server.listen(0, HOST, listening.resolve)
  await listening.promise
  closing.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as { port: number }).port, sockets, requests }
}

const held = async (probe: HttpProbe | TcpProbe, meanwhile: () => unknown = () => {}) => {
  const prober = new Prober()
  firstPort += 10
  const first = await prober.send(probe, firstPort)
  await meanwhile()
  const [result] = await prober.release(5000)
  return { first, last: result?.attempts }
}

describe('held connections', () => {
  const http = (port: number) =>
    ({ ...base, kind: 'http', url: `http://${HOST}:${port}/x?y`, hold: true }) as const
  const accepted = ({ sockets }: Served) =>
    vi.waitFor(() => expect(sockets.map(({ readyState }) => readyState)).toEqual(['open', 'open']))
  const tcp = (port: number) => ({ ...base, kind: 'tcp', host: HOST, port, hold: true }) as const

  test('of HTTP carry a second request each', async () => {
    const server = await serve()
    const { first, last } = await held(http(server.port))
    const answer = { outcome: 'answered', server: 'rs7' }
    expect(first).toMatchObject([answer, answer])
    expect(last).toMatchObject([
      { ...answer, localPort: firstPort, afterwards: answer },
      { ...answer, localPort: firstPort + 1, afterwards: answer },
    ])
    expect(server.sockets).toHaveLength(2)
    expect(server.requests).toHaveLength(4)
    expect(server.requests[3]).toMatch(/^GET \/x\?y HTTP\/1.1\r\nHost: 127.0.0.1\r\n/)
  })

  test('stay open until they are released', async () => {
    const server = await serve()
    await held(tcp(server.port), () => accepted(server))
    expect(server.sockets.map(({ readyState }) => readyState)).not.toContain('open')
  })

  test('that the server closes are reset', async () => {
    const server = await serve()
    const { first, last } = await held(tcp(server.port), async () => {
      await accepted(server)
      server.sockets[0]?.destroy()
    })
    expect(first.map(({ outcome }) => outcome)).toEqual(['answered', 'answered'])
    expect(last?.map(({ afterwards }) => afterwards?.outcome)).toEqual(['reset', 'answered'])
  })

  test('that were never made have no end', async () => {
    const { first, last } = await held(tcp(1))
    expect(first.map(({ outcome }) => outcome)).toEqual(['refused', 'refused'])
    expect(last).toEqual(first)
  })
})

describe('a datagram', () => {
  const udp = (port: number): UdpProbe => ({ ...base, kind: 'udp', host: HOST, port })

  async function bound(answer: boolean): Promise<{ port: number; texts: string[] }> {
    const texts: string[] = []
    const socket = createSocket('udp4', (data, { port }) => {
      texts.push(data.toString())
      if (answer) socket.send('rs3\n', port, HOST)
    })
    const ready = Promise.withResolvers<void>()
    socket.bind(0, HOST, ready.resolve)
    await ready.promise
    closing.push(() => socket.close())
    return { port: socket.address().port, texts }
  }

  const send = (port: number) => {
    firstPort += 10
    return new Prober().send(udp(port), firstPort)
  }

  test('is answered by the server that it names', async () => {
    const { port, texts } = await bound(true)
    const answer = { outcome: 'answered', server: 'rs3' }
    expect(await send(port)).toMatchObject([
      { ...answer, localPort: firstPort },
      { ...answer, localPort: firstPort + 1 },
    ])
    expect(texts).toEqual([`lvslab ${firstPort}\n`, `lvslab ${firstPort + 1}\n`])
  })

  test('to a port that nobody has is refused', async () => {
    const refused = { outcome: 'refused', error: 'Connection refused' }
    expect(await send(1)).toMatchObject([refused, refused])
  })

  test('to somebody who is silent is left without an answer', async () => {
    const { port } = await bound(false)
    const silent = { outcome: 'timeout', error: 'Connection timed out' }
    expect(await send(port)).toMatchObject([silent, silent])
  })
})
