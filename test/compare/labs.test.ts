import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { comparedFiles, comparedLab, growingLab } from '../../src/compare/definition.ts'
import { growingStages } from '../../src/compare/growth.ts'
import { MODES, SETUPS } from '../../src/compare/modes.ts'
import { PROXY_NAMES } from '../../src/compare/proxies/proxies.ts'
import { trialsOf } from '../../src/compare/trials.ts'
import { loadLab } from '../../src/lab/load.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { addressOf } from '../../src/verdict/prefix.ts'
import { rolesOf } from '../../src/verdict/roles.ts'
import { scratch } from '../support/scratch.ts'

function labOf(text: string, change?: string) {
  const loaded = loadLab({ path: '/labs/compared.yaml', text }, change === undefined ? {} : { change })
  if (!loaded.ok) expect.fail(loaded.errors.map(({ message }) => message).join('\n'))
  expect(loaded.warnings).toEqual([])
  return loaded.lab
}

describe.each(MODES)('%s', (mode) => {
  test.each([
    { servers: 1, request: 0, response: 0 },
    { servers: 1, request: 1000, response: 1_000_000 },
    { servers: 250, request: 10_000_000, response: 10_000_000 },
  ])('is compared by a lab without mistakes, with %j', (stage) => {
    const lab = labOf(comparedLab(mode, stage))
    expect(lab.nodes.filter(({ role }) => role === 'rs')).toHaveLength(stage.servers)
    expect(lab.probes.map(({ kind }) => kind)).toEqual(stage.request > 0 ? ['http', 'http'] : ['http'])
    const alone = SETUPS[mode].needs.filter(({ shared }) => shared).map(({ name }) => name)
    expect(lab.changes.map(({ name }) => name)).toEqual(['tried', ...alone])
  })

  test('is tried by a real server and a virtual service for each question', () => {
    const lab = labOf(comparedLab(mode, { servers: 3, request: 10, response: 1000 }), 'tried')
    const names = trialsOf(SETUPS[mode]).map(({ name }) => name)
    expect(names.length + lab.changes.length - 1).toBe(3 + SETUPS[mode].needs.length)
    expect(lab.probes.map(({ name }) => name)).toEqual(names)
    expect(lab.expectations).toEqual(names.map((as) => expect.objectContaining({ kind: 'mode', as })))
    const served = lab.nodes.flatMap(({ ipvs }) =>
      ipvs.map((service) => service.servers.map(({ node }) => node)),
    )
    expect(served).toEqual(names.map((name) => [name]))
  })

  test('is held to what it promises, and configured as what it is called', () => {
    const lab = labOf(comparedLab(mode, { servers: 2, request: 0, response: 1000 }))
    expect(lab.expectations[0]).toMatchObject({ kind: 'mode', mode: SETUPS[mode].promise })
    const servers = lab.nodes.flatMap((node) => node.ipvs).flatMap((service) => service.servers)
    expect(servers).toHaveLength(2)
    const configured = servers.map(({ method, tunnel }) => (tunnel ? `tun-${tunnel.type}` : method))
    expect(new Set(configured)).toEqual(new Set([mode === 'fullnat' ? 'nat' : mode]))
  })

  test('grows in one lab, a virtual service for each stage, and is captured where it is measured', () => {
    const stages = growingStages({ from: 2, to: 128 }, { from: 1000, to: 10_000_000 }, 0)
    const lab = labOf(growingLab(mode, stages))
    const services = lab.nodes.flatMap((node) => node.ipvs)
    expect(services.map((service) => service.servers.length)).toEqual([2, 4, 8, 16, 32, 64, 128, 2, 2, 2, 2])
    expect(new Set(buildPlan(lab).captures.map(({ namespace }) => namespace))).toEqual(
      new Set(['client', 'director']),
    )
  })
})

test('behind several routers, each end hands over to the one that it knows', () => {
  const elsewhere = labOf(comparedLab('fullnat', { servers: 1, request: 0, response: 0 }), 'tried')
  const modes = elsewhere.expectations.filter((one) => one.kind === 'mode')
  const promised = modes.find(({ as }) => as === 'other-site')
  if (promised === undefined) expect.fail('nothing is promised at another site')
  const { back, toDirector, labels } = rolesOf(elsewhere, promised)
  expect(back).toEqual({ 'other-site': { network: 'lan', node: 'router' } })
  expect(toDirector).toEqual({ 'other-site': { network: 'remote', node: 'site' } })
  expect(labels.toDirector).toBe('site')
})

describe.each(PROXY_NAMES)('%s', (name) => {
  const stage = { servers: 250, request: 0, response: 1000 }
  const folder = scratch('compared')
  const path = join(folder, 'lab.yaml')
  const files = comparedFiles(name, stage)
  for (const [file, text] of Object.entries({ ...files, 'lab.yaml': comparedLab(name, stage) })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const load = (change?: string) => {
    const loaded = loadLab({ path }, change === undefined ? {} : { change })
    return loaded.ok ? loaded.lab : expect.fail(loaded.errors.map(({ message }) => message).join('\n'))
  }

  test('has a lab without mistakes, whose configuration names every real server where it is', () => {
    const lab = load()
    expect(lab.expectations[0]).toMatchObject({ kind: 'mode', mode: 'proxy' })
    const own = lab.nodes
      .filter(({ role }) => role === 'rs')
      .map(({ addresses }) => addressOf(addresses[0]?.cidr ?? ''))
    expect(own).toHaveLength(250)
    const text = Object.entries(files).flatMap(([file, one]) => (file.startsWith('measured/') ? one : []))
    expect(own.filter((address) => !text.join('').includes(`${address}:80`))).toEqual([])
  })

  test('is tried by a real server for each place and port', () => {
    const lab = load('tried')
    const names = trialsOf(SETUPS[name]).map((trial) => trial.name)
    expect(lab.expectations).toEqual(names.map((as) => expect.objectContaining({ mode: 'proxy', as })))
    const text = Object.entries(files).flatMap(([file, one]) => (file.startsWith('tried/') ? one : []))
    for (const one of names) {
      const node = lab.nodes.find((node) => node.name === one)
      const place = `${addressOf(node?.addresses[0]?.cidr ?? '')}:${node?.daemons[0]?.ports[0]}`
      expect(text.join('')).toContain(place)
    }
  })
})
