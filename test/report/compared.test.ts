import { expect, test } from 'vitest'
import { compared } from '../../src/report/html/compared.ts'
import type { Rows } from '../../src/report/html/sheet.ts'

const HEADS = ['Neighbours', 'address', 'state'] as const
const rowsOf = (rows: Rows): Rows => rows
const cells = (text = '') => [...text.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)

test('what is new and what is gone is marked', () => {
  const before: Rows = [
    ['10.0.0.1', 'stale'],
    ['10.0.0.2', 'reachable'],
  ]
  const now: Rows = [
    ['10.0.0.2', 'reachable'],
    ['10.0.0.3', 'delay'],
  ]
  expect(cells(compared(HEADS, rowsOf, now, before)?.text)).toEqual([
    ...['', '10.0.0.2', 'reachable'],
    ...['<span title="new">+</span>', '10.0.0.3', 'delay'],
    ...['<span title="gone">−</span>', '10.0.0.1', 'stale'],
  ])
})

test('nothing is marked where nobody knows what was before', () => {
  expect(cells(compared(HEADS, rowsOf, [['10.0.0.2', 'reachable']], undefined)?.text)).toEqual([
    '10.0.0.2',
    'reachable',
  ])
})
