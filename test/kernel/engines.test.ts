import { expect, test } from 'vitest'
import { Engines } from '../../src/kernel/engines.ts'
import type { EngineLink } from '../../src/kernel/link.ts'
import type { ChosenKernel, StartOptions } from '../../src/kernel/types.ts'

/** A kernel that notes what is asked of it; its engines answer a reset as told. */
class Machine {
  readonly log: string[] = []
  readonly kernel: ChosenKernel
  reset: () => Promise<object> = async () => ({ ok: true, value: {} })
  #engines = 0

  constructor(name: 'uml' | 'host' = 'uml', reusable = true) {
    this.kernel = {
      name,
      reason: 'asked for',
      clock: 'real',
      reusable,
      start: (options) => this.#start(options),
    }
  }

  #start({ out, features }: StartOptions): EngineLink {
    const number = ++this.#engines
    const ended = Promise.withResolvers<object>()
    this.log.push(`start ${number} ${out} ${features.join('+')}`)
    const link = {
      number,
      ended: ended.promise,
      reset: ({ out, modules }: { out: string; modules: string[] }) => {
        this.log.push(`reset ${number} ${out} ${modules.join('+')}`)
        return this.reset()
      },
      kill: () => {
        this.log.push(`kill ${number}`)
        ended.resolve({ message: 'ended' })
      },
    }
    return link as unknown as EngineLink
  }
}

const A = { out: '/a', features: ['veth'] }
const B = { out: '/b', features: ['veth', 'ip_vs'] }

test('an engine serves one run after the other, each with a folder and modules of its own', async () => {
  const machine = new Machine()
  const engines = new Engines()
  const [one, other] = [await engines.take(machine.kernel, A), await engines.take(machine.kernel, B)]
  expect([one.past, other.past]).toEqual(['none', 'used'])
  expect(other.link).toBe(one.link)
  expect(machine.log).toEqual(['start 1 /a veth', 'reset 1 /b veth+ip_vs'])
})

test('an engine that cannot be emptied is ended and replaced', async () => {
  const machine = new Machine()
  machine.reset = async () => ({ ok: false, error: { message: 'something is left' } })
  const engines = new Engines()
  await engines.take(machine.kernel, A)
  expect((await engines.take(machine.kernel, B)).past).toEqual({ refused: 'something is left' })
  expect(machine.log.slice(1)).toEqual(['reset 1 /b veth+ip_vs', 'kill 1', 'start 2 /b veth+ip_vs'])
})

test('an engine that was ended is not used again', async () => {
  const machine = new Machine()
  const engines = new Engines()
  await engines.take(machine.kernel, A)
  await engines.end()
  expect((await engines.take(machine.kernel, B)).past).toBe('none')
  expect(machine.log.slice(1)).toEqual(['kill 1', 'start 2 /b veth+ip_vs'])
})

test.each([
  ['the kernel of this machine is never used again', new Machine('host', false), new Machine('host', false)],
  ['a run on another kernel gets that one', new Machine('uml'), new Machine('host', false)],
])('%s', async (_, first, second) => {
  const engines = new Engines()
  await engines.take(first.kernel, A)
  const next = await engines.take(second.kernel, B)
  expect(next.past).toEqual({ refused: expect.stringContaining('kernel') })
  expect(first.log).toEqual(['start 1 /a veth', 'kill 1'])
  expect(second.log).toEqual(['start 1 /b veth+ip_vs'])
})

test('an engine that is ended while it is being emptied is not replaced: nobody waits for it', async () => {
  const machine = new Machine()
  const engines = new Engines()
  await engines.take(machine.kernel, A)
  const emptied = Promise.withResolvers<object>()
  machine.reset = () => emptied.promise
  const taking = engines.take(machine.kernel, B)
  await engines.end()
  emptied.resolve({ ok: false, error: { message: 'it has ended' } })
  await taking
  expect(machine.log).toEqual(['start 1 /a veth', 'reset 1 /b veth+ip_vs', 'kill 1'])
})

test('the end can be waited for by everybody who asks for it', async () => {
  const machine = new Machine()
  const engines = new Engines()
  await engines.end()
  await engines.take(machine.kernel, A)
  await Promise.all([engines.end(), engines.end()])
  expect(machine.log.slice(1)).toEqual(['kill 1'])
})
