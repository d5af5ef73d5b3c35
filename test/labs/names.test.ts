import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, run } from './support/lvslab.ts'

test('programs of a node find the name server of that node, and nobody else does', async () => {
  const before = readFileSync('/etc/resolv.conf', 'utf8')
  const { status, view, text } = await run([fixture('names'), '--kernel', 'uml'])
  expect(status, text).toBe(0)
  const ends = view.probes.map(({ probe, attempts }) => [probe, attempts[0]?.outcome, attempts[0]?.dns])
  expect(ends).toEqual([
    ['named', 'answered', undefined],
    ['unnamed', 'unresolved', undefined],
    ['status', 'answered', { status: 'NOERROR', answers: ['10.0.0.9'] }],
    ['missing', 'unresolved', { status: 'NXDOMAIN', answers: [] }],
    ['nobody', 'refused', undefined],
  ])
  expect(readFileSync('/etc/resolv.conf', 'utf8')).toBe(before)
})

test.each([
  ['zone-broken', "example.org.zone:6: invalid IPv4 address '10.0.0'"],
  ['configuration-broken', 'nsd.conf:6: error: '],
])('%s: the name server itself says what is wrong, and where', async (fault, complaint) => {
  const { status, view, text } = await run([fixture('names'), '--kernel', 'uml', '--fault', fault])
  expect({ status, outcome: view.end?.outcome, verdicts: view.verdicts }, text).toEqual({
    status: 1,
    outcome: 'error',
    verdicts: [],
  })
  expect(view.end?.problem?.message).toBe('step "configurations" of the plan ended with status 1')
  expect(view.end?.problem?.detail).toContain(complaint)
})
