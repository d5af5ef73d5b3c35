import { expect, test } from 'vitest'
import type { IpvsService, ProbeAttempt, Verdict } from '../../src/verdict/types.ts'
import { VIP } from '../support/cast.ts'
import type { EvidenceBuilder } from '../support/evidence.ts'
import { healthy } from '../support/scenarios.ts'
import { judged } from './support.ts'

const answered = { kind: 'outcome', probe: 'web', outcome: 'answered' } as const
const verdictOn = async (run: EvidenceBuilder, by?: string[]): Promise<Verdict | undefined> =>
  (await judged(run, { ...answered, ...(by && { by }) }))[0]

/** A run whose connections were held, and ended like this. */
function held(outcome: ProbeAttempt['outcome'], ...ports: readonly number[]): EvidenceBuilder {
  const run = healthy()
  for (const attempt of run.attempts)
    Object.assign(attempt, {
      afterwards: { outcome: ports.includes(attempt.localPort ?? 0) ? outcome : 'answered', milliseconds: 1 },
    })
  return run
}

/** The director's table, with servers of these weights; one without a weight is not listed. */
function table(
  run: EvidenceBuilder,
  weights: readonly (number | undefined)[],
  more: Partial<IpvsService> = {},
) {
  const servers = run.cast.servers.flatMap(({ address }, index) => {
    const weight = weights[index]
    return weight === undefined ? [] : [{ address, port: 80, method: 'dr' as const, weight }]
  })
  run.ipvs([{ protocol: 'tcp', address: VIP, port: 80, scheduler: 'rr', servers, ...more } as IpvsService])
}

test('held connections that went on are answered', async () => {
  expect(await verdictOn(held('answered'))).toMatchObject({ status: 'pass' })
})

test('one that did not is no answer, even if it began well', async () => {
  expect(await verdictOn(held('reset', 40001))).toMatchObject({
    status: 'fail',
    observed: expect.stringContaining('answered, but reset when the held connection was used again'),
  })
})

test('a server that is not listed any more took its connections with it', async () => {
  const run = held('timeout', 40001)
  table(run, [1, undefined])
  expect((await verdictOn(run))?.diagnosis).toMatchObject({
    cause: 'server-removed',
    nodes: ['director'],
    text: expect.stringContaining(
      '1 connection to rs2 broke, and tcp 10.0.0.100:80 on director does not list rs2',
    ),
  })
})

test('a server that is still listed is not to blame', async () => {
  const run = held('timeout', 40001)
  table(run, [1, 0])
  expect((await verdictOn(run))?.diagnosis?.cause).not.toBe('server-removed')
})

test('a persistent service sends on to a server of weight 0, unless told otherwise', async () => {
  const run = healthy()
  table(run, [0, 1], { persistent: 60 })
  run.sysctl('director', 'ipv4.vs.expire_quiescent_template', 0)
  expect((await verdictOn(run, ['rs2']))?.diagnosis).toMatchObject({
    cause: 'quiescent-template',
    nodes: ['director'],
    text: expect.stringContaining(
      'rs1 (10.0.0.11:80) has weight 0 in tcp 10.0.0.100:80 on director and got 2 new',
    ),
  })
  run.sysctl('director', 'ipv4.vs.expire_quiescent_template', 1)
  expect((await verdictOn(run, ['rs2']))?.diagnosis?.cause).not.toBe('quiescent-template')
})
