import { beforeAll, describe, expect, test } from 'vitest'
import { type FinishedRun, run } from './support/lvslab.ts'
import { cacheWith } from './support/toolbox.ts'

/** What stays true without a virtual service: packets reach the director, and everything else is its own business. */
const STILL_TRUE = [
  'dr/arp-vip-asked',
  'dr/arp-one-responder',
  'dr/client-neighbour',
  'dr/request-to-director',
  'outcome/other-port',
  'outcome/own-vip',
]

/** What a virtual service does: none of it may be believed when there is none. */
const NEEDS_THE_SERVICE = [
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
  'spread',
]

const STUBS = [
  { what: 'does nothing', script: '#!/bin/sh\nexit 0\n', cause: 'no-ipvs' },
  {
    what: 'does nothing and lists what it was told',
    script: '#!/bin/sh\ncase $1 in -R) cat >/run/told ;; -Sn) cat /run/told ;; esac\n',
  },
]

describe.each(STUBS)('an ipvsadm that $what', ({ script, cause }) => {
  let finished: FinishedRun
  beforeAll(async () => {
    finished = await run(['dr'], { env: cacheWith('ipvsadm', script) })
  })
  const having = (status: string) =>
    finished.view.verdicts
      .filter((verdict) => verdict.status === status)
      .map(({ expectation }) => expectation)

  test('fails every promise about the service, and no other', () => {
    expect(having('fail'), finished.text).toEqual(NEEDS_THE_SERVICE)
    expect(having('pass')).toEqual(STILL_TRUE)
    expect({ status: finished.status, outcome: finished.view.end?.outcome }).toEqual({
      status: 1,
      outcome: 'fail',
    })
  })

  test.runIf(cause)('is found out', () => {
    const diagnoses = finished.view.verdicts.flatMap(({ diagnosis }) => diagnosis ?? [])
    expect(new Set(diagnoses.map((one) => `${one.cause} ${one.nodes.join()}`))).toEqual(
      new Set([`${cause} director`]),
    )
  })
})
