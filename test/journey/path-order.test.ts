import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inPathOrder, type Placed } from '../../src/journey/path-order.ts'

const hop = (from: string, to: string, time: number, ...ttls: number[]): Placed => ({
  from,
  to,
  time,
  ttls,
  frame: 0,
})

/** Every order of capture must give the path as it is written. */
function expectPath(path: readonly Placed[]): void {
  const captured = fc.shuffledSubarray([...path], { minLength: path.length })
  fc.assert(
    fc.property(captured, (hops) => {
      const numbered = hops.map((one, index) => ({ ...one, frame: index }))
      expect(inPathOrder(numbered).map(({ from, to, ttls }) => [from, to, ttls])).toEqual(
        path.map(({ from, to, ttls }) => [from, to, ttls]),
      )
    }),
  )
}

test('time decides', () => {
  expectPath([hop('a', 'b', 1, 60), hop('c', 'd', 2, 64), hop('b', 'c', 3, 62)])
})

test('at one moment, the way does, though no TTL tells', () => {
  expectPath([hop('a', 'b', 0, 64), hop('b', 'c', 0, 64), hop('c', 'd', 0, 64)])
})

test('the way goes on from where the packet had arrived before', () => {
  expectPath([hop('a', 'b', 0, 64), hop('b', 'c', 1, 64), hop('c', 'b', 1, 64)])
})

test('in a loop, the TTL does', () => {
  expectPath([
    hop('client', 'director', 0, 64),
    hop('director', 'router', 0, 63),
    hop('router', 'director', 0, 62),
    hop('director', 'router', 0, 61),
    hop('router', 'director', 0, 60),
  ])
})

test('in a tunnel, that of the tunnel', () => {
  expectPath([
    hop('director', 'router', 0, 62, 62),
    hop('router', 'director', 0, 62, 61),
    hop('director', 'router', 0, 62, 60),
  ])
})

test('a hop that leads nowhere known comes where its TTL says', () => {
  expectPath([hop('a', 'b', 0, 64), hop('x', 'y', 0, 62), hop('p', 'q', 0, 60)])
})
