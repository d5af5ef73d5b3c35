import { expect, test } from 'vitest'
import { differences, withTables } from '../../scripts/lessons.d/lesson.ts'
import type { Taught } from '../../scripts/lessons.d/run.ts'

const view = (seconds: number, what = 'lb1-ends') =>
  ({
    origin: 0,
    names: { macs: {}, addresses: {} },
    happened: [
      { event: 'begin', at: 1000, milliseconds: 0 },
      { event: what, at: 1000 + seconds * 1000, milliseconds: 1 },
    ],
    addressChanges: [{ at: 3500, node: 'lb2', interface: 'eth0', cidr: '10.0.0.100/32', change: 'gained' }],
    journeys: [],
    probes: [
      {
        probe: 'web',
        from: 'client',
        attempts: [0, 1, 2, 3].map((index) => ({
          outcome: index % 2 === 0 ? 'answered' : 'timeout',
          milliseconds: 1,
          at: 2000 + index * 700,
        })),
      },
    ],
  }) as unknown as Taught

const LESSON = '<!-- timeline: healthy -->\n<!-- end -->\n'

test('a lesson has a timeline with the times of one run, each thing once', () => {
  expect(withTables(LESSON, view(1))).toMatchInlineSnapshot(`
    "<!-- timeline: healthy -->
    | s | who | what | why |
    |---|---|---|---|
    | 0.0 | | begin | |
    | 1.0 | | lb1-ends | |
    | 1.7 | client | web: requests are lost | |
    | 2.4 | client | web: answered again | |
    | 2.5 | lb2 | holds 10.0.0.100 on eth0 | |
    <!-- end -->
    "
  `)
})

test('another run may have other times, and nothing else', () => {
  const lesson = withTables(LESSON, view(1))
  expect(differences(lesson, view(2.2))).toEqual([])
  expect(differences(lesson, view(1, 'lb1-dies'))).toEqual(['- | lb1-ends', '+ | lb1-dies'])
})
