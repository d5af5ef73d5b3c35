import { expect, test } from 'vitest'
import type { DnsProbe } from '../../src/lab/probes/types.ts'
import { withAnswers } from '../../src/run/steady-dns.ts'
import type { ProbeAttempt } from '../../src/verdict/types.ts'
import { a, answer, cname } from '../support/dns.ts'

const PROBE: DnsProbe = {
  ...{ kind: 'dns', name: 'pulse', from: 'client', domain: 'n.com', type: 'A' },
  ...{ server: '10.0.0.53', timeoutMs: 1000, times: 1, everyMs: 100 },
}

function read(attempt: Partial<ProbeAttempt>, probe: string = PROBE.name): ProbeAttempt | undefined {
  const attempts = [{ outcome: 'answered' as const, milliseconds: 3, ...attempt }]
  return withAnswers([{ probe, from: 'client', attempts }], [PROBE])[0]?.attempts[0]
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')

test('an answer in hexadecimal becomes what it says', () => {
  const answers = [cname('n.com', 'v.com'), a('v.com', '10.1.0.10'), a('v.com', '10.1.0.9')]
  expect(read({ server: hex(answer({ answers })) })).toEqual({
    outcome: 'answered',
    milliseconds: 3,
    dns: { status: 'NOERROR', answers: ['10.1.0.9', '10.1.0.10'] },
  })
})

test.each([
  ['NXDOMAIN', 3, { outcome: 'unresolved', dns: { status: 'NXDOMAIN', answers: [] }, error: 'NXDOMAIN' }],
  ['no data', 0, { outcome: 'unresolved', dns: { status: 'NOERROR', answers: [] }, error: 'no data' }],
])('%s is no answer', (_, code, end) => {
  expect(read({ server: hex(answer({}, { code })) })).toMatchObject(end)
})

test('what is no message is damaged; what was not answered, or is of another probe, stays as it is', () => {
  expect(read({ server: '0000' })).toMatchObject({ outcome: 'damaged' })
  expect(read({ outcome: 'timeout' })).toEqual({ outcome: 'timeout', milliseconds: 3 })
  expect(read({ server: 'rs1' }, 'web')).toEqual({ outcome: 'answered', milliseconds: 3, server: 'rs1' })
})
