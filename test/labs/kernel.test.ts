import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '../../src/events/types.ts'
import { usePackagedKernel } from './support/built.ts'
import { BootedKernel } from './support/kernel.ts'

/** Devices that come with their drivers, which a built kernel has from the beginning. They lead nowhere. */
const OF_DRIVERS = new Set(['tunl0', 'gre0', 'gretap0', 'erspan0', 'sit0', 'ip6tnl0', 'ip6gre0', 'dummy0'])

describe('an engine in User-Mode Linux', () => {
  let kernel: BootedKernel
  beforeAll(async () => {
    kernel = await BootedKernel.boot()
  })

  test('refuses a front-end of another version', async () => {
    expect(await kernel.link.call('hello', { version: 99 })).toMatchObject({
      ok: false,
      error: { message: 'the engine speaks protocol 2, the front-end 99' },
    })
  })

  test('tells how a command ended', async () => {
    expect(await kernel.exec(['sh', '-c', 'echo out; echo err >&2; exit 7'])).toEqual({
      status: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    })
    expect(await kernel.exec(['sh', '-c', 'kill -SEGV $$'])).toMatchObject({ signal: 'SIGSEGV' })
    expect(await kernel.exec(['no-such-command'])).toMatchObject({ status: 127 })
    expect(await kernel.exec(['sleep', '600'], { timeoutMs: 200 })).toMatchObject({ signal: 'SIGKILL' })
  })

  test('takes and gives megabytes over its serial line', async () => {
    const input = Array.from({ length: 40_000 }, (_, index) => `line ${index} ü "quoted" \\ \u0001\n`).join(
      '',
    )
    expect(await kernel.output(['cat'], { input })).toBe(input)
    expect(readdirSync(kernel.out)).toEqual([])
  })

  test('works off calls in the order in which they came', async () => {
    const calls = [3, 2, 1].map((tenths) =>
      kernel.output(['sh', '-c', `sleep 0.${tenths}; cat /proc/uptime`]).then(Number.parseFloat),
    )
    const ends = await Promise.all(calls)
    expect(ends).toEqual(ends.toSorted((a, b) => a - b))
  })

  test('can write to its own folder, and to nothing else of the host', async () => {
    await kernel.output(['sh', '-c', 'echo here >/out/file; echo there >/root-only; echo x >/etc/hosts'])
    expect(readdirSync(kernel.out)).toEqual(['file'])
    expect(readdirSync('/')).not.toContain('root-only')
    const refused = await kernel.exec(['sh', '-c', 'mount -o remount,rw /old || cat /old/etc/hosts'])
    expect(refused.status).not.toBe(0)
  })

  test('has no way to the network of the host', async () => {
    const links = JSON.parse(await kernel.output(['ip', '-j', 'link'])) as { ifname: string }[]
    const names = links.map(({ ifname }) => ifname)
    expect(names).toContain('lo')
    expect(names.filter((name) => name !== 'lo' && !OF_DRIVERS.has(name))).toEqual([])
  })
})

describe("a kernel that ends, Debian's, for a built one has no sysrq", () => {
  usePackagedKernel()

  async function endOf(fatal: readonly string[]): Promise<Problem> {
    const kernel = await BootedKernel.boot([])
    const answer = await kernel.link.call('exec', { argv: fatal, timeoutMs: 300_000 })
    expect(answer.ok).toBe(false)
    const later = await kernel.link.call('exec', { argv: ['true'], timeoutMs: 1000 })
    expect(later).toEqual(answer)
    return await kernel.link.ended
  }

  test('in a panic: its last words are told, without the trace', async () => {
    const { message, detail } = await endOf(['sh', '-c', 'echo c >/proc/sysrq-trigger'])
    expect(message).toMatch(/^User-Mode Linux ended unexpectedly \((status|signal) \w+\)$/)
    expect(detail).toMatch(/Kernel panic - not syncing: sysrq triggered crash/)
    expect(detail).not.toContain('Call Trace')
  })

  test('because its engine was killed', async () => {
    const { message, detail } = await endOf(['sh', '-c', 'kill -KILL $PPID'])
    expect(message).toMatch(/^User-Mode Linux ended unexpectedly/)
    expect(detail).toContain('the engine ended with status 137')
  })
})

describe("modules, which only Debian's kernel has", () => {
  usePackagedKernel()

  test('one that is not there is told of, and does not keep the kernel from starting', async () => {
    const kernel = await BootedKernel.boot(['veth', 'ip_vs_telepathy'])
    expect(await kernel.output(['cat', '/proc/modules'])).toMatch(/^veth /m)
  })
})
