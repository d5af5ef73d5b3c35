import { expect, test } from 'vitest'
import type { DnsProbe } from '../../src/lab/probes/types.ts'
import { readDig } from '../../src/world/read-dig.ts'

const PROBE: DnsProbe = {
  kind: 'dns',
  name: 'lookup',
  from: 'client',
  domain: 'nova.mycompany.com',
  type: 'A',
  server: '127.0.0.1',
  timeoutMs: 2000,
  times: 1,
}

const read = (...texts: string[]) =>
  readDig(
    { stdout: texts.map((text) => `;; attempt\n${text}`).join(''), stderr: '', status: 0 },
    PROBE,
    40001,
  )

const header = (status: string) => `
; <<>> DiG 9.18.49 <<>> -b 0.0.0.0#40001 -q nova.mycompany.com -t A @127.0.0.1
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 9371
;; flags: qr rd ra; QUERY: 1, ANSWER: 3, AUTHORITY: 0, ADDITIONAL: 1

;; QUESTION SECTION:
;nova.mycompany.com.		IN	A

`
const TIME = '\n;; Query time: 3 msec\n;; SERVER: 127.0.0.1#53(127.0.0.1) (UDP)\n'
const ALIAS = 'nova.mycompany.com.\t3600\tIN\tCNAME\tnova.vip.mycompany.com.\n'

test('records of the type that was asked for, behind an alias, in alphabetic order', () => {
  const records = ['203.0.113.10', '203.0.113.2'].map((ip) => `nova.vip.mycompany.com.\t60\tIN\tA\t${ip}\n`)
  expect(read(`${header('NOERROR')};; ANSWER SECTION:\n${ALIAS}${records.join('')}${TIME}`)).toEqual([
    {
      outcome: 'answered',
      dns: { status: 'NOERROR', answers: ['203.0.113.2', '203.0.113.10'] },
      milliseconds: 3,
      localPort: 40001,
    },
  ])
})

test.each([
  ['SERVFAIL', `${header('SERVFAIL')}${TIME}`, 'SERVFAIL'],
  [
    'NXDOMAIN',
    `${header('NXDOMAIN')};; AUTHORITY SECTION:\n.\t60\tIN\tSOA\ta. b. 1 2 3 4 5\n${TIME}`,
    'NXDOMAIN',
  ],
  ['NOERROR', `${header('NOERROR')};; ANSWER SECTION:\n${ALIAS}${TIME}`, 'no data'],
])('%s without records of that type is no answer', (status, text, error) => {
  expect(read(text)).toMatchObject([{ outcome: 'unresolved', dns: { status, answers: [] }, error }])
})

test.each([
  ['connection refused', 'refused', 0],
  ['timed out', 'timeout', 2000],
  ['network unreachable', 'unreachable', 0],
  ['host unreachable', 'unreachable', 0],
])('%s: %s', (reason, outcome, milliseconds) => {
  const text = `;; communications error to 10.0.0.3#53: ${reason}\n\n;; no servers could be reached\n`
  expect(read(text)).toEqual([{ outcome, error: reason, milliseconds, localPort: 40001 }])
})

test('each attempt has its port; what timeout(1) ended has said nothing', () => {
  expect(read('', `${header('REFUSED')}${TIME}`)).toMatchObject([
    { outcome: 'timeout', localPort: 40001 },
    { outcome: 'unresolved', localPort: 40002 },
  ])
})
