import { describe, expect, test } from 'vitest'
import { CAUSES } from '../../src/lab/causes.ts'
import { expectationIds } from '../../src/lab/expectations/ids.ts'
import { findLab } from '../../src/lab/find.ts'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { TOLD_CAUSES } from '../../src/verdict/client-seen/explain.ts'
import { compareWithDeclaration } from '../../src/verdict/declaration.ts'
import { CERTIFICATE_CAUSES } from '../../src/verdict/diagnosis/certificate.ts'
import { FAILOVER_SUSPECTS } from '../../src/verdict/diagnosis/failover/suspects.ts'
import { SYNC_CAUSE } from '../../src/verdict/diagnosis/failover/sync-off.ts'
import { NETWORK_SUSPECTS } from '../../src/verdict/diagnosis/network/explain.ts'
import { ROUTE_CAUSE } from '../../src/verdict/diagnosis/other-route.ts'
import { SUSPECTS } from '../../src/verdict/diagnosis/suspects.ts'
import { DNS_CAUSES } from '../../src/verdict/dns/causes.ts'
import { expandExpectations } from '../../src/verdict/expand.ts'
import { judge } from '../../src/verdict/judge.ts'
import { LEAVING_CAUSES } from '../../src/verdict/leaving.ts'
import { SPREAD_CAUSES } from '../../src/verdict/spread/explain.ts'
import { TRANSLATION_CAUSES } from '../../src/verdict/translated/causes.ts'
import * as scenarios from '../support/scenarios.ts'

function labCalled(name: string, change?: string): Lab {
  const found = findLab(name)
  if (!found.ok) throw new Error(found.error.message)
  const loaded = loadLab({ path: found.file }, change === undefined ? {} : { change })
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'))
  return loaded.lab
}

/** How Linux was seen to behave with each fault of labs/dr. */
const behaviour: Record<string, scenarios.Scenario> = {
  'arp-ignore-off': scenarios.arpIgnoreOff,
  'arp-ignore-off-one': scenarios.arpIgnoreOffOne,
  'arp-ignore-lo-only': scenarios.arpIgnoreLoOnly,
  'arp-announce-off': scenarios.arpAnnounceOff,
  'arp-announce-1': scenarios.arpAnnounceOne,
  'vip-on-eth0': scenarios.vipOnEth0,
  'vip-mask-24-on-lo': scenarios.vipMask24OnLo,
  'vip-missing': scenarios.vipMissing,
  'vip-missing-forwards': scenarios.vipMissingForwards,
  'director-vip-first': scenarios.directorVipFirst,
  'rs-gateway-director': scenarios.rsGatewayDirector,
  'rs-gateway-director-accepts': scenarios.rsGatewayDirectorAccepts,
  'rs-behind-router': scenarios.rsBehindRouter,
  'port-mapping': scenarios.portMapping,
  'no-real-servers': scenarios.noRealServers,
  'dead-rip': scenarios.deadRip,
}

const faultsOf = (lab: string): string[] =>
  labCalled(lab).changes.flatMap(({ kind, name }) => (kind === 'fault' ? [name] : []))

test('the behaviour of every fault of labs/dr is written down', () => {
  expect(faultsOf('dr').toSorted()).toEqual(Object.keys(behaviour).toSorted())
})

describe.each([
  ['dr', {}],
  ['dr-router', { router: 'client' }],
] as const)('labs/%s', (name, shape) => {
  test.each(faultsOf(name))('%s does what it declares', async (fault) => {
    const lab = labCalled(name, fault)
    const run = behaviour[fault]?.(shape)
    if (lab.change === undefined || run === undefined) throw new Error(`no behaviour of ${fault}`)
    expect(compareWithDeclaration(lab.change, await judge(lab, run.evidence()))).toEqual({ ok: true })
  })

  test('no fault does it in a healthy run', async () => {
    const lab = labCalled(name)
    const verdicts = await judge(lab, scenarios.healthy(shape).evidence())
    for (const change of lab.changes.filter(({ kind }) => kind === 'fault'))
      expect(compareWithDeclaration(change, verdicts)).toMatchObject({ ok: false })
  })

  test('expectations have the ids that labs know', () => {
    const lab = labCalled(name)
    expect(expandExpectations(lab).map(({ id }) => id)).toEqual(expectationIds(lab.expectations))
  })

  test('expectations say what they expect before anything has run', () => {
    for (const { title, expected } of expandExpectations(labCalled(name))) {
      expect(title.length).toBeGreaterThan(10)
      expect(expected.length).toBeGreaterThan(5)
      expect(expected).not.toContain('undefined')
    }
  })
})

test('every cause that labs know can be found, and no other', () => {
  const found = new Set<string>([
    ...SUSPECTS.map(({ cause }) => cause),
    ...SPREAD_CAUSES,
    ...LEAVING_CAUSES,
    ...CERTIFICATE_CAUSES,
    ...TRANSLATION_CAUSES,
    ...FAILOVER_SUSPECTS.map(({ cause }) => cause),
    ...NETWORK_SUSPECTS.map(({ cause }) => cause),
    SYNC_CAUSE,
    ...TOLD_CAUSES,
    ROUTE_CAUSE,
    ...DNS_CAUSES,
  ])
  expect([...found].toSorted()).toEqual(Object.keys(CAUSES).toSorted())
})
