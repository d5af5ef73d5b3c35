import { describe, expect, test } from 'vitest'
import type { RunEventBody } from '../../src/events/types.ts'
import type { EngineLink } from '../../src/kernel/link.ts'
import { loadLab } from '../../src/lab/load.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { withDelays } from '../../src/plan/delay.ts'
import { renderScript } from '../../src/plan/script.ts'
import { drive } from '../../src/run/drive.ts'
import { Stop } from '../../src/run/stop.ts'

const text = `title: test
networks: { lan: 10.0.0.0/24 }
nodes: { client: { on: lan }, server: { on: lan, serve: http } }
probes:
  alive: { from: client, ping: server, times: 3 }
  web: { from: client, http: "http://server/", times: 4 }
  kept: { from: client, tcp: "server:80", hold: true }
  cut: { from: server, run: [ip, link, set, eth0, down] }
  again: { from: client, http: "http://server/" }
expect: [outcome: { probe: web, is: answered }]
`
const loaded = loadLab({ path: 'test.yaml', text })
const lab = loaded.ok ? loaded.lab : expect.fail('the lab has mistakes')
const plan = buildPlan(lab)

const attempt = { outcome: 'answered', milliseconds: 1 }

/** What an engine would answer, by call. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  hello: { version: 1, kernel: 'Linux 9.9', uptime: 1 },
  apply: {},
  watch: { live: plan.captures.map(({ point }) => point) },
  probe: [attempt],
  exec: { status: 0, stdout: '', stderr: '' },
  release: [{ probe: 'kept', from: 'client', attempts: [{ ...attempt, afterwards: attempt }] }],
  observe: { nodes: {}, bridges: {} },
  drain: [{ point: 'client:eth0', live: true, drained: true, frames: 1, dropped: 0 }],
}

/** An engine that notes what it is asked, and fails at one of the calls. */
function scripted(fails?: string, answers = ANSWERS) {
  const calls: { name: string; parameters: unknown }[] = []
  const link = {
    onStep: (_: number) => {},
    call: async (name: string, parameters: unknown) => {
      calls.push({ name, parameters })
      if (name === fails) return { ok: false, error: { message: `no ${name} today`, detail: 'tired' } }
      if (name === 'apply') for (const index of plan.steps.keys()) link.onStep(index)
      return { ok: true, value: answers[name] }
    },
  }
  return { link: link as unknown as EngineLink, calls }
}

async function driven(fails?: string, answers = ANSWERS, driven = lab) {
  const { link, calls } = scripted(fails, answers)
  const events: RunEventBody[] = []
  const seen = await drive(
    async () => ({ link, past: 'none' }),
    driven,
    plan,
    (event) => events.push(event),
  ).catch((error: unknown) => error)
  return { calls, events, seen }
}

describe('a run asks its engine', () => {
  test('for everything, in this order', async () => {
    const { calls } = await driven()
    expect(calls.map(({ name }) => name)).toEqual([
      ...[
        'hello',
        'apply',
        'watch',
        'probe',
        'probe',
        'probe',
        'exec',
        'probe',
        'release',
        'observe',
        'drain',
      ],
    ])
  })

  test('to run the script that lvslab plan prints', async () => {
    const { calls } = await driven()
    expect(calls[1]?.parameters).toMatchObject({ script: renderScript(plan, lab) })
  })

  test('to give every attempt a local port of its own', async () => {
    const { calls } = await driven()
    const ports = calls.filter(({ name }) => name === 'probe').map(({ parameters }) => parameters)
    expect(ports).toMatchObject([40001, 40001, 40005, 40006].map((firstPort) => ({ firstPort })))
  })

  test('for the state of every node and network', async () => {
    const { calls } = await driven()
    expect(calls.at(-2)?.parameters).toMatchObject({
      nodes: [
        { node: 'client', ipvs: false },
        { node: 'server', ipvs: false },
      ],
      bridges: [{ bridge: 'lan', vlans: false }],
    })
  })
})

test('frames that are under way come to their end before kernel state is read', async () => {
  const { calls } = await driven(undefined, ANSWERS, withDelays(lab, 'virtual'))
  expect(calls.slice(-3)).toMatchObject([
    { name: 'exec', parameters: { argv: ['sh', '-c', expect.any(String), 'settle', '0.01', 'lan'] } },
    { name: 'observe' },
    { name: 'drain' },
  ])
})

test('every step is told when it begins and when it ends', async () => {
  const { events } = await driven()
  const titles = (type: string) => events.flatMap((event) => (event.type === type ? [event] : []))
  const begun = titles('step-started').map((event) => 'title' in event && event.title)
  expect(begun).toEqual([
    ...['kernel', ...plan.steps.map(({ title }) => title), 'captures live'],
    ...['probe alive', 'probe web', 'probe kept', 'run cut', 'probe again', 'unfinished probes'],
    ...['kernel state', 'captures read out'],
  ])
  expect(titles('step-ended').map((event) => 'title' in event && event.title)).toEqual(begun)
  expect(titles('step-ended')[0]).toMatchObject({ title: 'kernel', detail: 'Linux 9.9' })
})

test('probes are told of as they end, and given back', async () => {
  const { events, seen } = await driven()
  const results = ['alive', 'web', 'kept', 'again'].map((probe) => ({
    ...{ probe, from: 'client', attempts: [attempt] },
  }))
  const [released] = ANSWERS.release as typeof results
  expect(events.flatMap((event) => (event.type === 'probe-ended' ? [event.result] : []))).toEqual([
    ...results,
    released,
  ])
  const probes = results.map((result) => (result.probe === 'kept' ? released : result))
  expect(seen).toEqual({ probes, happened: [], state: ANSWERS.observe, captures: ANSWERS.drain })
})

test('an action is told with its command, and one that fails ends the run with its words', async () => {
  const { events } = await driven()
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'step-ended', title: 'run cut', detail: 'ip link set eth0 down' }),
  )
  const failing = { status: 2, stdout: '', stderr: 'Cannot find device "eth0"\n' }
  const { calls, seen } = await driven(undefined, { ...ANSWERS, exec: failing })
  expect(seen).toMatchObject({
    outcome: 'error',
    problem: {
      message: 'action cut: ip link set eth0 down ended with status 2',
      detail: 'Cannot find device "eth0"',
    },
  })
  expect(calls.at(-1)).toMatchObject({ name: 'exec', parameters: { node: 'server' } })
})

test.each(Object.keys(ANSWERS))('a %s that fails ends the run, with its reason', async (name) => {
  const { calls, seen } = await driven(name)
  expect(seen).toBeInstanceOf(Stop)
  expect(seen).toMatchObject({ outcome: 'error', problem: { message: `no ${name} today`, detail: 'tired' } })
  expect(calls.at(-1)?.name).toBe(name)
})
