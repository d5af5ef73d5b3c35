import { describe, expect, test } from 'vitest'
import { compared, type Found } from '../../src/compare/comparison.ts'
import { type Grown, growingStages, grown } from '../../src/compare/growth.ts'
import type { Measured, Way } from '../../src/compare/measure.ts'
import { MODES, type Mode } from '../../src/compare/modes.ts'
import { comparisonAccount, growthAccount } from '../../src/report/compare/account.ts'
import { sizeText } from '../../src/report/compare/amount.ts'
import { plain } from '../../src/report/paint.ts'

const PAGE = { width: 80, paint: plain, all: false }
const NONE = { packets: 0, octets: 0 }
const way = (packets: number, octets: number, added = 0, changed: readonly string[] = []): Way => ({
  director: { in: { packets, octets }, out: { packets, octets: octets + packets * added } },
  ...{ added: [added], changed, hops: [3], ttlLost: [2] },
})
const bypass: Way = { director: { in: NONE, out: NONE }, added: [], changed: [], hops: [2], ttlLost: [1] }

const MEASURED: Partial<Record<Mode, Measured>> = {
  nat: {
    request: way(577, 38_218, 0, ['destination']),
    reply: way(704, 1_048_276, 0, ['source']),
    repliesTo: ['director'],
  },
  dr: { request: way(385, 25_570), reply: bypass, repliesTo: ['router'] },
  'tun-gue': { request: way(336, 22_300, 32, ['wrapped']), reply: bypass, repliesTo: ['router'] },
}

const YES = { possible: true } as const
const no = (how: string) => ({ possible: false, how }) as const

const FOUND: Found[] = [
  { mode: 'nat', name: 'healthy', tried: YES, ...(MEASURED.nat && { measured: MEASURED.nat }) },
  { mode: 'nat', name: 'other-port', tried: YES },
  { mode: 'nat', name: 'other-site', tried: no('timeout') },
  { mode: 'nat', name: 'no-return', tried: no('timeout') },
  { mode: 'fullnat', name: 'healthy', tried: YES },
  { mode: 'dr', name: 'healthy', tried: YES, ...(MEASURED.dr && { measured: MEASURED.dr }) },
  { mode: 'dr', name: 'no-vip', tried: no('timeout') },
  { mode: 'dr', name: 'no-silence', tried: YES },
  {
    mode: 'dr',
    name: 'no-route',
    tried: { missing: 'User-Mode Linux ended unexpectedly (signal SIGKILL)' },
  },
  { mode: 'tun-ipip', name: 'healthy', tried: no('timeout') },
  { mode: 'tun-gre', name: 'healthy', tried: { missing: 'interrupted' } },
  {
    mode: 'tun-gue',
    name: 'healthy',
    tried: YES,
    ...(MEASURED['tun-gue'] && { measured: MEASURED['tun-gue'] }),
  },
]

const RANGES = [
  { from: 2, to: 128 },
  { from: 1000, to: 10_000_000 },
] as const
const GROWN: Grown[] = MODES.flatMap((mode) =>
  growingStages(...RANGES, 0).map(({ servers, ...stage }) => {
    const octets = mode.endsWith('nat')
      ? 2 * servers * (1900 + stage.response)
      : servers * (900 + stage.response / 25)
    const load = mode === 'tun-gre' && servers === 128 ? { missing: 'timeout' } : { packets: servers, octets }
    return { mode, stage: { servers, ...stage }, load }
  }),
)

const ACCOUNTS = {
  compare: comparisonAccount(compared({ servers: 1, request: 1000, response: 1_000_000 }, FOUND)),
  load: growthAccount(grown(...RANGES, GROWN)),
}

describe.each(Object.entries(ACCOUNTS))('%s', (name, account) => {
  test.each([80, 120])('reads as reviewed at %i columns, and fits', async (width) => {
    const lines = account.lines({ width, paint: plain, all: false })
    expect(lines.filter((line) => [...line].length > width)).toEqual([])
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`pages/${name}.${width}.txt`)
  })

  test('as Markdown, with the same cells', async () => {
    await expect(`${account.markdown}\n`).toMatchFileSnapshot(`pages/${name}.md`)
    const rows = account.markdown.split('\n').filter((line) => line.startsWith('| '))
    expect(rows.length).toBeGreaterThan(6)
    for (const drawing of Object.keys(account.drawings)) expect(account.markdown).toContain(`](${drawing})`)
  })

  test('as data, which says of every cell whether it was measured', () => {
    const data = JSON.parse(JSON.stringify(account.data)) as object
    expect(data).toEqual(account.data)
    expect(JSON.stringify(data)).toContain('"missing":')
    expect(account.complete).toBe(false)
  })
})

test('what full NAT changes fits beside the names of proxies', () => {
  const both = { ...way(577, 38_218, 0, ['source', 'destination']), hops: [2, 3] }
  const measured: Measured = { request: both, reply: both, repliesTo: ['real server', 'director'] }
  const contenders = ['fullnat', 'trafficserver'] as const
  const found = contenders.map((mode) => ({ mode, name: 'healthy', tried: YES, measured }))
  const stage = { servers: 1, request: 1000, response: 1_000_000 }
  const lines = comparisonAccount(compared(stage, found, contenders)).lines(PAGE)
  expect(lines.filter((line) => [...line].length > 80)).toEqual([])
})

describe('the drawing', () => {
  const svg = ACCOUNTS.load.drawings['load.svg'] ?? ''
  const numbers = [...svg.matchAll(/points="([^"]*)"/g)].map(([, points = '']) =>
    points.split(/[ ,]/).map(Number),
  )

  test('is well-formed: every element ends', () => {
    const open: string[] = []
    for (const [, end, name = '', empty] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name)
      else if (!empty) open.push(name)
    }
    expect(open).toEqual([])
  })

  test('has a line for each mode in each of the two plots, inside of it', () => {
    expect(numbers).toHaveLength(2 * MODES.length)
    expect(numbers.flat().filter((number) => !(number >= 0 && number <= 720))).toEqual([])
  })

  test('leaves out what was not measured', () => {
    expect(numbers.map((line) => line.length / 2)).toEqual([7, 7, 7, 7, 6, 7, 5, 5, 5, 5, 5, 5])
  })
})

test('what has no gaps is complete', () => {
  const whole = GROWN.filter(({ mode }) => mode !== 'tun-gre').map((one) => ({
    ...one,
    mode: 'nat' as const,
  }))
  expect(growthAccount(grown(...RANGES, whole)).complete).toBe(true)
})

test('a load of nothing can be told as well', () => {
  const nothing = GROWN.map((one) => ({ ...one, load: { missing: 'not run' } }))
  const account = growthAccount(grown(...RANGES, nothing))
  expect(account.lines({ width: 80, paint: plain, all: false }).join('\n')).toContain(
    'not measured with dr (not run)',
  )
  expect(account.drawings['load.svg']).toContain('nothing was measured')
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [12_345, '12.3 kB'],
  [999_999, '1 MB'],
  [10_000_000, '10 MB'],
  [2_560_000_000, '2.56 GB'],
])('%i octets are %s', (octets, text) => expect(sizeText(octets)).toBe(text))
