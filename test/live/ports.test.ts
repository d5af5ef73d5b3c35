import { expect, test } from 'vitest'
import { Ports } from '../../src/live/ports.ts'

test('each round has ports of its own, and knows those of the ones before', () => {
  const ports = new Ports()
  expect([ports.take(10), ports.take(5), ports.take(1)]).toEqual([40001, 40011, 40016])
  expect([40000, 40001, 40010, 40011, 40015].map((port) => ports.isPast(port))).toEqual([
    false,
    true,
    true,
    true,
    true,
  ])
  expect([40016, 40017].map((port) => ports.isPast(port))).toEqual([false, false])
})

test('ports are used again before they come to an end', () => {
  const ports = new Ports()
  const firsts = Array.from({ length: 100 }, () => ports.take(500))
  expect(Math.max(...firsts) + 500).toBeLessThanOrEqual(60_001)
  expect(new Set(firsts).size).toBe(40)
})
