import { expect, test } from 'vitest'
import { doctorLines } from '../../src/report/doctor.ts'
import { plain } from '../../src/report/paint.ts'

const checks = [
  { name: 'Node.js', ok: true, found: '24.0.0' },
  {
    name: 'user namespaces',
    ok: false,
    found: 'this machine does not let ordinary users make user namespaces',
    cost: 'no lab can run in a kernel of its own',
    remedy: 'sudo sysctl kernel.unprivileged_userns_clone=1',
  },
]
const page = { width: 60, paint: plain, all: false }

test('each check in a line, with cost and remedy for what is missing', () => {
  expect(doctorLines({ checks, kernels: ['host'] }, page)).toEqual([
    'OK       Node.js          24.0.0',
    'MISSING  user namespaces  this machine does not let ordinary',
    '                          users make user namespaces',
    '                          costs:  no lab can run in a kernel',
    '                                  of its own',
    '                          remedy: sudo sysctl',
    '                                  kernel.unprivileged_userns_clone=1',
    '',
    'Labs run here with --kernel host.',
  ])
})

test('a machine that can run nothing is told so', () => {
  expect(doctorLines({ checks, kernels: [] }, page).at(-1)).toBe('No lab runs here.')
})
