import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/events/types.ts'
import { foldAll, type RunView } from '../../src/events/view.ts'
import { chooseKernel } from '../../src/kernel/choose.ts'
import { Engines, type Taken } from '../../src/kernel/engines.ts'
import { requiredFeatures } from '../../src/kernel/features.ts'
import type { ChosenKernel } from '../../src/kernel/types.ts'
import { findLab } from '../../src/lab/find.ts'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { renderScript } from '../../src/plan/script.ts'
import { makeFolders } from '../../src/run/folders.ts'
import { runLab } from '../../src/run/run.ts'
import { scratch } from '../support/scratch.ts'
import { usePackagedKernel } from './support/built.ts'
import { fixture } from './support/lvslab.ts'
import { worldState } from './support/world-state.ts'

// What was built for labs starts so fast that it is not used again.
usePackagedKernel()

const all: Engines[] = []
afterAll(() => Promise.all(all.map((engines) => engines.end())))

/** Each with other namespaces, routes and modules, and with connections that were cut off half-way. */
const BEFORE: readonly { name: string; change?: string }[] = [
  { name: 'dr', change: 'director-vip-first' },
  { name: 'dr-router', change: 'rs-gateway-director' },
  { name: 'tun-gre' },
]

describe('a kernel that other labs were in', () => {
  const lab = labOf('dr')
  const used = enginesOf()
  beforeAll(async () => {
    for (const { name, change } of BEFORE) await runIn(used, labOf(name, change))
  })

  test('looks to a lab like a new one', async () => {
    const [inUsed, inNew] = [await stateOf(used, lab), await stateOf(enginesOf(), lab)]
    expect(inUsed.past).toBe('used')
    expect(Object.keys(inNew.state).length).toBeGreaterThan(40)
    expect(inNew.state['settings of director']).toContain('net.ipv4.vs.conntrack')
    expect(inUsed.state).toEqual(inNew.state)
  })

  test('brings the same verdicts', async () => {
    const [inUsed, inNew] = [await runIn(used, lab), await runIn(enginesOf(), lab)]
    expect(kernelDetail(inUsed)).toMatch(/, used before$/)
    expect(verdictsOf(inUsed)).toEqual(verdictsOf(inNew))
    expect(inUsed.end?.outcome).toBe('pass')
  })

  test('has the modules of the next lab, and no others', async () => {
    const small = labOf(fixture('lan'))
    const modules = (await stateOf(used, small)).state.modules
    expect(modules).toMatch(/^veth /m)
    expect(modules).not.toMatch(/^ip_vs/m)
  })
})

describe('a kernel that cannot be emptied is replaced', () => {
  const lab = labOf(fixture('lan'))

  test.each([
    { left: 'echo here >/file', why: /the run has written to the root file system/ },
    // mount(8) has its own set-user-ID bit, and to an ordinary user's kernel its owner is nobody.
    { left: 'busybox mount -t tmpfs none /mnt', why: /the run has left a mount behind/ },
    { left: 'iptables-legacy -A INPUT -p icmp', why: /the world could not be emptied/ },
    { left: 'kill -KILL $PPID', why: /User-Mode Linux ended unexpectedly/ },
  ])('after $left', async ({ left, why }) => {
    const engines = enginesOf()
    const { link } = await take(engines, lab)
    const done = await link.call('exec', { argv: ['sh', '-c', left], timeoutMs: 60_000 })
    if (!left.includes('$PPID')) expect(done).toMatchObject({ value: { status: 0 } })
    const view = await runIn(engines, lab)
    expect(kernelDetail(view)).toMatch(/instead of a used one/)
    expect(kernelDetail(view)).toMatch(why)
    expect(view.end?.outcome).toBe('pass')
    await expect(link.ended).resolves.toBeDefined()
  })

  test('and one that is as it was is not', async () => {
    const engines = enginesOf()
    const { link } = await take(engines, lab)
    await link.call('exec', {
      argv: ['sh', '-c', 'sleep 600 >/dev/null 2>&1 & mkdir /run/left'],
      timeoutMs: 60_000,
    })
    const next = await take(engines, lab)
    expect(next.past).toBe('used')
    const look = await next.link.call('exec', {
      argv: ['sh', '-c', 'ls /run; pidof sleep'],
      timeoutMs: 60_000,
    })
    expect(look).toMatchObject({ value: { status: 1, stdout: '' } })
  })
})

function enginesOf(): Engines {
  const engines = new Engines()
  all.push(engines)
  return engines
}

function labOf(name: string, change?: string): Lab {
  const found = findLab(name)
  if (!found.ok) expect.fail(found.error.message)
  const loaded = loadLab({ path: found.file }, change === undefined ? {} : { change })
  return loaded.ok ? loaded.lab : expect.fail(`${name} has mistakes`)
}

function kernelFor(lab: Lab): ChosenKernel {
  const chosen = chooseKernel('uml', lab)
  return chosen.ok ? chosen.kernel : expect.fail(chosen.error.message)
}

async function take(engines: Engines, lab: Lab, out = scratch()): Promise<Taken> {
  return await engines.take(kernelFor(lab), { out, features: requiredFeatures(lab) })
}

async function stateOf(engines: Engines, lab: Lab) {
  const out = scratch()
  const plan = buildPlan(lab)
  makeFolders(plan, out)
  const { link, past } = await take(engines, lab, out)
  const applied = await link.call('apply', { script: renderScript(plan, lab), timeoutMs: 120_000 })
  expect(applied).toEqual(expect.objectContaining({ ok: true }))
  return { past, state: await worldState(link, lab) }
}

async function runIn(engines: Engines, lab: Lab): Promise<RunView> {
  const events: RunEvent[] = []
  const options = { kernel: 'uml', out: scratch(), timeoutMs: 120_000, engines } as const
  await runLab(lab, options, (event) => events.push(event), new AbortController().signal)
  return foldAll(events)
}

function kernelDetail({ steps }: RunView): string | undefined {
  const step = steps.find(({ title }) => title === 'kernel')
  return step?.state === 'done' ? step.detail : undefined
}

function verdictsOf({ verdicts }: RunView): string[] {
  expect(verdicts.length).toBeGreaterThan(0)
  return verdicts.map(({ expectation, status }) => `${expectation} ${status}`)
}
