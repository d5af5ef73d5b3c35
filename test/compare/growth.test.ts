import { expect, test } from 'vitest'
import { type Grown, growingStages, grown, loadOf, serverSteps, sizeSteps } from '../../src/compare/growth.ts'
import { MODES } from '../../src/compare/modes.ts'

test.each([
  [{ from: 2, to: 128 }, [2, 4, 8, 16, 32, 64, 128]],
  [{ from: 3, to: 7 }, [3, 6, 7]],
  [{ from: 5, to: 5 }, [5]],
])('servers from %j', (range, steps) => expect(serverSteps(range)).toEqual(steps))

test.each([
  [{ from: 1000, to: 10_000_000 }, [1000, 10_000, 100_000, 1_000_000, 10_000_000]],
  [{ from: 500, to: 6000 }, [500, 5000, 6000]],
])('sizes from %j', (range, steps) => expect(sizeSteps(range)).toEqual(steps))

test('every stage is measured once, servers with the smallest response and responses with the fewest servers', () => {
  expect(growingStages({ from: 1, to: 4 }, { from: 10, to: 1000 }, 7)).toEqual([
    { servers: 1, request: 7, response: 10 },
    { servers: 2, request: 7, response: 10 },
    { servers: 4, request: 7, response: 10 },
    { servers: 1, request: 7, response: 100 },
    { servers: 1, request: 7, response: 1000 },
  ])
})

const [servers, response] = [
  { from: 1, to: 2 },
  { from: 10, to: 100 },
]
const found: Grown[] = growingStages(servers, response, 0).map((stage) => ({
  ...{ mode: 'dr' as const, stage },
  load: stage.servers === 2 ? { missing: 'interrupted' } : { packets: 1, octets: stage.response },
}))

test('each range is a series, and what is missing stays in it', () => {
  const { series } = grown(servers, response, found)
  expect(series.map(({ by, lines }) => [by, lines.map(({ mode }) => mode)])).toEqual([
    ['servers', [...MODES]],
    ['response', [...MODES]],
  ])
  const points = series.map(({ lines }) =>
    lines.find(({ mode }) => mode === 'dr')?.points.map(({ load }) => load),
  )
  expect(points).toEqual([
    [{ packets: 1, octets: 10 }, { missing: 'interrupted' }],
    [
      { packets: 1, octets: 10 },
      { packets: 1, octets: 100 },
    ],
  ])
})

test('one number is no series', () => {
  const { series } = grown({ from: 2, to: 2 }, response, found)
  expect(series.map(({ by }) => by)).toEqual(['response'])
})

test('the load is all that crosses the director', () => {
  const amount = (packets: number) => ({ packets, octets: packets * 10 })
  const way = (one: number, other: number) => ({
    ...{ director: { in: amount(one), out: amount(other) }, added: [], changed: [], hops: [], ttlLost: [] },
  })
  expect(loadOf({ request: way(1, 2), reply: way(4, 8), repliesTo: [] })).toEqual({
    packets: 15,
    octets: 150,
  })
})
