import { describe, expect, test } from 'vitest'
import type { EvidenceBuilder } from '../support/evidence.ts'
import { healthy, noIpvs, rsGatewayDirector, vipMissing } from '../support/scenarios.ts'
import { failing, judged, verdictOf, verdictOn } from './support.ts'

/** Ways in which a capture may have missed something, and how each is called. */
const flaws: Record<string, [spoil: (run: EvidenceBuilder, point: string) => void, reason: string]> = {
  dead: [(run, point) => Object.assign(run.capture(point), { live: false }), 'was not proven alive'],
  'not drained': [
    (run, point) => Object.assign(run.capture(point), { drained: false }),
    'was not read to its end',
  ],
  dropping: [(run, point) => Object.assign(run.capture(point), { dropped: 3 }), 'dropped 3 packets'],
  'silent about drops': [(run, point) => delete run.capture(point).dropped, 'did not say whether it dropped'],
  missing: [
    (run, point) => run.captures.splice(run.captures.indexOf(run.capture(point)), 1),
    'nothing was captured at',
  ],
}

const kinds = Object.entries(flaws)

describe.each(kinds)('a capture that is %s', (_, [spoil, reason]) => {
  /** Negative proofs, and "exactly one" proofs, each with a point that it rests on. */
  test.each([
    ['dr/reply-bypasses-director', 'director:eth0'],
    ['dr/arp-one-responder', 'client:eth0'],
    ['dr/arp-one-responder', 'rs2:eth0'],
    ['dr/arp-client-asked', 'rs1:eth0'],
  ])('leaves %s undecided', async (id, point) => {
    const run = healthy()
    spoil(run, point)
    const verdict = await verdictOf(run, id)
    expect(verdict.status).toBe('inconclusive')
    expect(verdict.observed).toContain(reason)
    expect(verdict.diagnosis).toMatchObject({ cause: 'capture-lost', nodes: [point.split(':')[0]] })
  })

  test('does not hide what was seen all the same', async () => {
    const run = rsGatewayDirector()
    spoil(run, 'director:eth0')
    expect(await verdictOf(run, 'dr/reply-bypasses-director')).toMatchObject({ status: 'fail' })
  })

  test('proves no absence', async () => {
    const run = vipMissing()
    for (const { point } of [...run.captures]) spoil(run, point)
    const verdicts = await judged(run)
    expect(verdictOn(verdicts, 'dr/reply-direct')).toMatchObject({ status: 'inconclusive' })
    expect(verdictOn(verdicts, 'dr/arp-client-asked')).toMatchObject({ status: 'inconclusive' })
    expect(verdictOn(verdicts, 'dr/sequence-kept')).toMatchObject({ status: 'inconclusive' })
  })

  test('leaves in force what frames show', async () => {
    const run = healthy()
    for (const { point } of [...run.captures]) spoil(run, point)
    for (const id of ['dr/request-forwarded', 'dr/ttl-minus-one', 'dr/reply-direct'])
      expect(await verdictOf(run, id)).toMatchObject({ status: 'pass' })
  })
})

test('a client that was left without an answer is enough to fail, whatever was captured', async () => {
  const run = vipMissing()
  run.captures.length = 0
  expect(await verdictOf(run, 'dr/answered')).toMatchObject({ status: 'fail' })
})

test('a stub ipvsadm that does nothing makes every positive verdict about forwarding fail', async () => {
  const verdicts = await judged(noIpvs())
  expect(failing(verdicts)).toEqual([
    'dr/answered',
    'dr/arp-rip-asked',
    'dr/request-forwarded',
    'dr/ttl-minus-one',
    'dr/arp-client-asked',
    'dr/reply-direct',
    'dr/reply-bypasses-director',
    'dr/sequence-kept',
    'dr/fdb',
    'dr/mode-inferred',
    'dr/ipvs-counters',
  ])
})
