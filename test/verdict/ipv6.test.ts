import { describe, expect, test } from 'vitest'
import { compareWithDeclaration } from '../../src/verdict/declaration.ts'
import { Recording } from '../support/recording.ts'
import { verdictOn } from './support.ts'

const LAB = 'ipv6'
const faults = new Recording(LAB).lab.changes

test.each(faults)('a recorded run with $name does as declared', async (change) => {
  expect(compareWithDeclaration(change, await new Recording(LAB, change.name).judged())).toEqual({ ok: true })
})

test('a healthy one keeps every promise, those about ARP by neighbour discovery', async () => {
  const verdicts = await new Recording(LAB).judged()
  expect(verdicts.filter(({ status }) => status !== 'pass')).toEqual([])
  const ids = verdicts.map(({ expectation }) => expectation)
  expect(ids.filter((id) => /\/(arp|nd)-/.test(id))).toEqual([
    'dr/nd-vip-asked',
    'dr/nd-one-responder',
    'dr/nd-rip-asked',
    'dr/nd-client-asked',
  ])
})

/** What the diagnosis of a fault says, in the words that come from its evidence. */
const said: Record<string, readonly string[]> = {
  'vip-on-eth0-dad': ['director:rs1/CIP:VIP', 'VIP is a duplicate (dadfailed)'],
  'director-vip-on-lo': ['director left neighbour solicitation for VIP unanswered', 'the VIP is on lo'],
  'no-link-local': ['director received client:director/CIP:VIP', 'eth0 has no link-local address'],
  'icmpv6-dropped': [
    'from DIP-fe80 was never answered',
    'ip6tables -A INPUT -p ipv6-icmp -j DROP has dropped',
  ],
  'vip-mask-64-on-lo': ['lo has VIP/64', 'fd00:1::/64 dev lo'],
}

test.each(Object.entries(said))('the diagnosis of %s tells its evidence', async (fault, words) => {
  const { diagnosis } = verdictOn(await new Recording(LAB, fault).judged(), 'dr/answered')
  for (const word of words) expect(diagnosis?.text).toContain(word)
  expect(diagnosis?.remedy).toMatch(/^on /)
})

const VIP_ASKED = 'client:multicast/neighbour solicitation for VIP from CIP'

describe('a promise is broken by', () => {
  test.each<[string, string, (run: Recording) => void, string]>([
    [
      'nd-vip-asked',
      'no solicitation for the VIP',
      (run) => run.drop(VIP_ASKED),
      'client never sent a neighbour solicitation for VIP',
    ],
    [
      'nd-vip-asked',
      "a solicitation in another's name",
      (run) => run.tell(VIP_ASKED, 'fd00:1::77'),
      VIP_ASKED,
    ],
    [
      'nd-one-responder',
      'no advertisement',
      (run) => run.drop('director:client/neighbour advertisement for VIP at director'),
      'nobody answered a neighbour solicitation for VIP',
    ],
    [
      'nd-client-asked',
      'a real server that speaks as the VIP',
      (run) => run.tell('rs2:multicast/neighbour solicitation for CIP from RIP2-fe80', 'fd00:1::100'),
      '1 of 2 real servers: rs2:multicast/neighbour solicitation for CIP from RIP2-fe80',
    ],
  ])('%s: %s', async (promise, _what, bend, observed) => {
    const run = new Recording(LAB)
    bend(run)
    const verdict = verdictOn(await run.judged(), `dr/${promise}`)
    expect(verdict).toMatchObject({ status: 'fail', observed: expect.stringContaining(observed) })
  })
})

/** The same packets, but other kernel state: what is not proven is not said. */
test.each<[string, (run: Recording) => void]>([
  [
    'no-link-local',
    (run) => {
      for (const link of run.state('director').interfaces) link.addresses.push('fe80::1/64')
    },
  ],
  [
    'icmpv6-dropped',
    (run) => {
      for (const node of ['rs1', 'rs2']) run.state(node).netfilter = []
    },
  ],
  [
    'vip-on-eth0-dad',
    (run) => {
      for (const node of ['rs1', 'rs2']) for (const link of run.state(node).interfaces) delete link.duplicates
    },
  ],
])('%s is not said without its evidence', async (fault, bend) => {
  const run = new Recording(LAB, fault)
  const [declared] = faults.filter(({ name }) => name === fault)
  bend(run)
  const { diagnosis } = verdictOn(await run.judged(), 'dr/answered')
  expect(diagnosis?.cause).not.toBe(declared?.declares?.because)
})
