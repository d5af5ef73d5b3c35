import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readEvents } from '../../src/events/read.ts'
import { scratch } from '../support/scratch.ts'
import { departures } from './support/documented.ts'
import { expectPass, type FinishedRun, fixture, resultIn, run, start } from './support/lvslab.ts'
import { testWithTshark } from './support/wireshark.ts'

describe('--set rs.replicas=7', () => {
  const servers = Array.from({ length: 7 }, (_, index) => `rs${index + 1}`)
  let finished: FinishedRun
  beforeAll(async () => {
    finished = await run(['dr', '--set', 'rs.replicas=7', '--set', 'web.times=14'])
  })

  test('every promise is kept', () => expectPass(finished))

  test('each of the seven serves its share', () => {
    const { attempts } = finished.view.probes.find(({ probe }) => probe === 'web') ?? expect.fail('no web')
    expect(attempts.map(({ server }) => server).toSorted()).toEqual(servers.flatMap((name) => [name, name]))
    const served = finished.view.exchanges.flatMap(({ mode, server }) => (mode === 'dr' ? [server] : []))
    expect(served.toSorted()).toEqual(servers.flatMap((name) => [name, name]))
  })

  test('the expectations are those of seven', async () => {
    const spread = finished.view.verdicts.find(({ expectation }) => expectation === 'spread')
    expect(spread?.expected).toContain('rs1, rs2, rs3, rs4, rs5, rs6 and rs7')
    expect(spread?.observed).toContain(servers.map((name) => `${name} 2`).join(', '))
  })

  testWithTshark(() => [finished.out])
})

describe('--seed', () => {
  const plan = async (...args: string[]) => (await start(['plan', 'dr', ...args])).stdout
  const MAC = /\b02(:[0-9a-f]{2}){5}\b/g

  test('changes every MAC and nothing else', async () => {
    const [one, other] = [await plan(), await plan('--seed', 'spring')]
    const [macs, others] = [one, other].map((text) => text.match(MAC) ?? [])
    expect(macs).toHaveLength(4)
    expect(new Set([...(macs ?? []), ...(others ?? [])]).size).toBe(8)
    expect(other.replaceAll(MAC, 'MAC')).toBe(one.replaceAll(MAC, 'MAC'))
    expect(await plan('--seed', 'spring')).toBe(other)
  })

  test('the packets carry them, and every promise is kept', async () => {
    const planned = (await plan('--seed', 'spring')).match(MAC) ?? []
    const finished = await run(['dr', '--seed', 'spring'])
    expectPass(finished)
    const { start: begin, journeys } = finished.view
    expect(begin?.seed).toBe('spring')
    const senders = new Set(journeys.flatMap(({ hops }) => hops.map(({ sourceMac }) => sourceMac)))
    expect([...senders].toSorted()).toEqual(planned.toSorted())
  })
})

describe('--reporter json', () => {
  test('prints the event stream that is also in the folder, and nothing else', async () => {
    const out = scratch()
    const { exitCode, stdout, stderr } = await start([
      ...['run', fixture('lan'), '--kernel', 'uml', '--reporter', 'json', '--out', out],
    ])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(`${stdout}\n`).toBe(readFileSync(join(out, 'events.jsonl'), 'utf8'))
    expect(readEvents(`${stdout}\n`)).toHaveProperty('ok', true)
    expect(departures(resultIn(out))).toEqual([])
  })
})

describe('--timeout', () => {
  test('ends a run that takes longer, which is an error', async () => {
    const out = scratch()
    const { exitCode, all } = await start([
      ...['run', fixture('lan'), '--kernel', 'uml', '--timeout', '0.4', '--out', out],
    ])
    expect(exitCode, all).toBe(1)
    expect(all).toContain('the run did not end within 0.4 s')
    expect(resultIn(out)).toMatchObject({ outcome: 'error', verdicts: [] })
  })
})
