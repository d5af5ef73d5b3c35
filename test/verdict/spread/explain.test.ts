import { expect, test } from 'vitest'
import type { SpreadExpectation } from '../../../src/lab/expectations/types.ts'
import { explainSpread } from '../../../src/verdict/spread/explain.ts'
import type { FilterRule, IpvsService } from '../../../src/verdict/types.ts'
import { viewOf } from '../../../src/verdict/view.ts'
import { VIP } from '../../support/cast.ts'
import { labOf, spreadOver } from '../../support/dr-lab.ts'
import { refusing } from '../../support/drawing.ts'
import type { EvidenceBuilder } from '../../support/evidence.ts'

const promised = { protocol: 'tcp', address: VIP, port: 80, scheduler: 'wrr' } as const
const marked = { protocol: 'fwmark', mark: 7 } as const

/** What is said when the director's kernel has this table, and these rules. */
function explained(
  services: (run: EvidenceBuilder) => readonly IpvsService[],
  spec: Partial<SpreadExpectation> = {},
  netfilter: readonly FilterRule[] = [],
) {
  const run = refusing({}, 'RST')
  run.ipvs(services(run))
  run.state('director').netfilter = netfilter
  const over = run.cast.servers.map(({ node }) => node)
  const whole = spreadOver(over, { scheduler: 'wrr', weights: [3, 1], ...spec })
  return explainSpread(viewOf(labOf(run.cast, [whole]), run.evidence()), whole)
}

const servers = ({ cast }: EvidenceBuilder, weights: readonly number[]) =>
  cast.servers.map(({ address }, index) => ({
    ...{ address, port: 80, method: 'dr' as const, weight: weights[index] ?? 0 },
  }))

test('nothing, where the kernel has what is promised', () => {
  expect(explained((run) => [{ ...promised, servers: servers(run, [3, 1]) }])).toBeUndefined()
})

test('another scheduler, with the command that puts it right', () => {
  expect(explained((run) => [{ ...promised, scheduler: 'rr', servers: servers(run, [3, 1]) }])).toMatchObject(
    {
      cause: 'other-scheduler',
      nodes: ['director'],
      text: 'tcp 10.0.0.100:80 on director is scheduled by rr, and wrr is promised.',
      remedy: expect.stringContaining('ipvsadm -E -t 10.0.0.100:80 -s wrr'),
    },
  )
})

test('other weights, server by server', () => {
  expect(explained((run) => [{ ...promised, servers: servers(run, [1, 1]) }])).toMatchObject({
    cause: 'other-weights',
    text: 'In tcp 10.0.0.100:80 on director, rs1 has weight 1 instead of 3.',
    remedy: expect.stringContaining('ipvsadm -e -t 10.0.0.100:80 -r 10.0.0.11:80 -w 3'),
  })
})

test('persistence that is promised and is not there', () => {
  const table = (run: EvidenceBuilder) => [{ ...promised, servers: servers(run, [3, 1]) }]
  expect(explained(table, { persistent: true })).toMatchObject({ cause: 'not-persistent' })
  const kept = (run: EvidenceBuilder) => table(run).map((one) => ({ ...one, persistent: 50 }))
  expect(explained(kept, { persistent: true })).toBeUndefined()
})

test('a service that is not there', () => {
  expect(explained((run) => [{ ...promised, port: 81, servers: servers(run, [3, 1]) }])).toMatchObject({
    cause: 'service-missing',
    text: 'director has no virtual service tcp 10.0.0.100:80: its IPVS schedules tcp 10.0.0.100:81.',
  })
})

const rule = (text: string, packets: number): FilterRule => ({
  ...{ family: 'ipv4', table: 'mangle', chain: 'PREROUTING', rule: text, packets, bytes: 60 * packets },
})

test.each([
  ['no rule', [], 'of 4 packets that came to director for it, no rule sets it'],
  [
    'a rule for another mark',
    [rule('-A PREROUTING -j MARK --set-xmark 0x70/0xffffffff', 9)],
    'of 4 packets that came to director for it, no rule sets it',
  ],
  [
    'a rule that matched fewer than came',
    [rule('-A PREROUTING -p udp -j MARK --set-xmark 0x7/0xffffffff', 3)],
    'matched 3',
  ],
])('a mark that no packet gets: %s', (_, rules, text) => {
  const table = (run: EvidenceBuilder) => [{ ...marked, scheduler: 'wrr', servers: servers(run, [3, 1]) }]
  expect(explained(table, { service: marked }, rules)).toMatchObject({
    cause: 'mark-missing',
    nodes: ['director'],
    text: expect.stringContaining(text),
  })
})

test('a mark that packets get is no cause', () => {
  const rules = [rule('-A PREROUTING -d 10.0.0.100 -j MARK --set-xmark 0x7/0xffffffff', 4)]
  const table = (run: EvidenceBuilder) => [{ ...marked, scheduler: 'wrr', servers: servers(run, [3, 1]) }]
  expect(explained(table, { service: marked }, rules)).toBeUndefined()
})
