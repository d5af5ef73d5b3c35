import { describe, expect, test } from 'vitest'
import { compareWithDeclaration } from '../../src/verdict/declaration.ts'
import { Recording } from '../support/recording.ts'
import { verdictOn } from './support.ts'

const LAB = 'nat-faults'
const faults = new Recording(LAB).lab.changes

test.each(faults)('a recorded run with $name does as declared', async (change) => {
  expect(compareWithDeclaration(change, await new Recording(LAB, change.name).judged())).toEqual({ ok: true })
})

test('a healthy one does none of it', async () => {
  const verdicts = await new Recording(LAB).judged()
  expect(verdicts.filter(({ status }) => status !== 'pass')).toEqual([])
})

/** What the diagnosis of a fault says, in the words that come from its evidence. */
const said: Record<string, readonly string[]> = {
  'ip-forward-off': [
    'rs2:director/RIP2:CIP',
    'reached director and was not sent on',
    'net.ipv4.ip_forward is 0',
  ],
  'rs-gateway-router': ['rs2:router/RIP2:CIP', 'on rs2, the route to CIP is default via', 'RST'],
  'client-in-rs-lan': [
    'rs2:client/RIP2:CIP',
    'the route to CIP is 10.0.1.0/24 dev eth0',
    'client:rs2/CIP:RIP2 RST',
  ],
  'invalid-dropped': ['-A FORWARD -m conntrack --ctstate INVALID -j DROP matched', 'vs.conntrack is 0'],
  'replies-filtered': ['-P FORWARD DROP matched'],
  'port-not-mapped': ['rs1:director/RIP1:CIP RST', 'nothing listens on port 80, but on 8080'],
}

test.each(Object.entries(said))('the diagnosis of %s tells its evidence', async (fault, words) => {
  const { diagnosis } = verdictOn(await new Recording(LAB, fault).judged(), 'nat/answered')
  for (const word of words) expect(diagnosis?.text).toContain(word)
  expect(diagnosis?.remedy).toMatch(/^on /)
})

function routeToDirector(run: Recording, server: string): void {
  for (const route of run.state(server).routes) if (route.to === 'default') route.via = '10.0.1.1'
}

test('a redirect that a real server follows explains what its routes do not', async () => {
  const run = new Recording(LAB, 'rs-gateway-router')
  routeToDirector(run, 'rs2')
  const [syn] = run.journeys('director:rs2/CIP:RIP2')
  const hops = [{ ...run.hop('director:rs2/CIP:RIP2'), source: '10.0.1.1' }]
  const icmp = { type: 5, code: 1 }
  if (syn) run.evidence.journeys.push({ ...syn, id: 9999, kind: 'icmp', summary: 'redirect', hops, icmp })
  const { diagnosis } = verdictOn(await run.judged(), 'nat/answered')
  expect(diagnosis).toMatchObject({ cause: 'redirects-followed', nodes: ['director'] })
  expect(diagnosis?.text).toContain('director:rs2/DIP:RIP2 ICMP redirect')
  expect(diagnosis?.text).toContain('rs2:router/RIP2:CIP')
  expect(diagnosis?.remedy).toContain('eth1.send_redirects=0')
})

/** The same packets, but other kernel state or other packets: what is not proven is not said. */
const innocent: Record<string, readonly [fault: string, bend: (run: Recording) => void, cause: string]> = {
  'the director forwards': [
    'ip-forward-off',
    (run) => (run.state('director').sysctls['ipv4.ip_forward'] = '1'),
    'unknown',
  ],
  'no reply reached the director': [
    'ip-forward-off',
    (run) => {
      for (const server of ['1', '2']) run.drop(`rs${server}:director/RIP${server}:CIP`)
    },
    'unknown',
  ],
  'the real server has the director for its gateway': [
    'rs-gateway-router',
    (run) => routeToDirector(run, 'rs2'),
    'unknown',
  ],
  'a router stands between client and real server': [
    'client-in-rs-lan',
    (run) => {
      for (const server of ['rs1', 'rs2'])
        for (const route of run.state(server).routes) if (route.to === '10.0.1.0/24') route.to = '10.9.9.0/24'
    },
    'unknown',
  ],
  'the rule matched nothing': [
    'invalid-dropped',
    (run) => {
      for (const rule of run.state('director').netfilter) rule.packets = 0
    },
    'unknown',
  ],
  'connection tracking is told': [
    'invalid-dropped',
    (run) => (run.state('director').sysctls['ipv4.vs.conntrack'] = '1'),
    'replies-filtered',
  ],
  'the policy dropped nothing': [
    'replies-filtered',
    (run) => {
      for (const rule of run.state('director').netfilter) rule.packets = 0
    },
    'unknown',
  ],
  'somebody listens on the port': [
    'port-not-mapped',
    (run) => run.state('rs1').listening.push(80),
    'unknown',
  ],
  'IPVS was given the right port': [
    'port-not-mapped',
    (run) => {
      for (const server of run.state('director').ipvs.flatMap(({ servers }) => servers)) server.port = 8080
    },
    'unknown',
  ],
}

describe('where it is not so', () => {
  test.each(Object.entries(innocent))('%s', async (_, [fault, bend, cause]) => {
    const run = new Recording(LAB, fault)
    bend(run)
    const { diagnosis } = verdictOn(await run.judged(), 'nat/answered')
    expect(diagnosis?.cause).toBe(cause)
  })
})
