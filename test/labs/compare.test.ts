import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ComparedMode, type Comparison, needsOf } from '../../src/compare/comparison.ts'
import type { Growth } from '../../src/compare/growth.ts'
import type { Measured } from '../../src/compare/measure.ts'
import { type Contender, MODES } from '../../src/compare/modes.ts'
import { PROXY_NAMES } from '../../src/compare/proxies/proxies.ts'
import { scratch } from '../support/scratch.ts'
import { start } from './support/lvslab.ts'

const RESPONSE = 20_000

describe('lvslab compare', () => {
  const out = scratch('compare')
  let comparison: Comparison
  beforeAll(async () => {
    const words = [
      'compare',
      '--kernel',
      'uml',
      '--response',
      '20k',
      '--request',
      '3k',
      '--with-proxies',
      '--json',
      '--out',
      out,
    ]
    const { exitCode, stdout, all } = await start(words)
    expect(exitCode, all).toBe(0)
    comparison = JSON.parse(stdout) as Comparison
  })
  const of = (mode: Contender): ComparedMode =>
    comparison.modes.find((one) => one.mode === mode) ?? expect.fail(`no ${mode}`)
  const measuredOf = (mode: Contender): Measured => {
    const { measured } = of(mode)
    return 'missing' in measured ? expect.fail(measured.missing) : measured
  }

  test('measures and tries everything', () => {
    expect(comparison.modes.map(({ mode }) => mode)).toEqual([...MODES, ...PROXY_NAMES])
    expect(JSON.stringify(comparison)).not.toContain('"missing"')
  })

  test.each([
    { mode: 'nat', added: [0], changed: ['destination'], back: ['source'], to: ['director'] },
    {
      mode: 'fullnat',
      added: [0],
      changed: ['destination', 'source'],
      back: ['destination', 'source'],
      to: ['director'],
    },
    { mode: 'dr', added: [0], changed: [], back: [], to: ['router'] },
    { mode: 'tun-ipip', added: [20], changed: ['wrapped'], back: [], to: ['router'] },
    { mode: 'tun-gre', added: [24], changed: ['wrapped'], back: [], to: ['router'] },
    { mode: 'tun-gue', added: [32], changed: ['wrapped'], back: [], to: ['router'] },
  ] as const)('$mode: what happens to a packet', ({ mode, added, changed, back, to }) => {
    const { request, reply, repliesTo } = measuredOf(mode)
    expect({ added: request.added, changed: request.changed, back: reply.changed, to: repliesTo }).toEqual({
      ...{ added, changed, back, to },
    })
    expect(request.hops).toEqual([3])
    expect(reply.hops).toEqual([back.length > 0 ? 3 : 2])
    expect(request.ttlLost).toEqual([2])
    expect(reply.ttlLost).toEqual([back.length > 0 ? 2 : 1])
  })

  test.each(MODES)('%s: replies load the director only where they pass it', (mode) => {
    const { request, reply } = measuredOf(mode)
    const passes = mode === 'nat' || mode === 'fullnat'
    expect(reply.director.in.octets > RESPONSE).toBe(passes)
    expect(reply.director.out.octets > RESPONSE).toBe(passes)
    expect(request.director.in.octets).toBeGreaterThan(3000)
    // What has no room in a tunnel is answered with "fragmentation needed", and not sent on.
    expect(request.director.out.packets).toBeLessThanOrEqual(request.director.in.packets)
    expect(request.director.out.packets === request.director.in.packets).toBe(!mode.startsWith('tun'))
  })

  test.each([
    { mode: 'nat', port: true, places: [true, true, false], needs: ['the director as its gateway'] },
    { mode: 'fullnat', port: true, places: [true, true, true], needs: [] },
    { mode: 'dr', port: false, places: [true, false, false], needs: ['the VIP', 'silence', 'a route'] },
    {
      mode: 'tun-ipip',
      port: false,
      places: [true, true, true],
      needs: ['tunl0 up', 'the VIP', 'silence', 'no strict', 'a route'],
    },
    {
      mode: 'tun-gre',
      port: false,
      places: [true, true, true],
      needs: ['gre0 up', 'the VIP', 'silence', 'no strict', 'a route'],
    },
    {
      mode: 'tun-gue',
      port: false,
      places: [true, true, true],
      needs: ['tunl0 up', 'a port for GUE', 'the VIP', 'silence', 'no strict', 'a route'],
    },
  ] as const)('$mode: where it works, and with what', ({ mode, port, places, needs }) => {
    const one = of(mode)
    expect(one.otherPort).toMatchObject({ possible: port })
    expect(Object.values(one.places).map((cell) => 'possible' in cell && cell.possible)).toEqual(places)
    expect(needsOf(one)).toEqual(needs.map((need) => expect.stringContaining(need)))
  })

  test.each(PROXY_NAMES)(
    '%s: packets of its own, from servers that need nothing and may be anywhere',
    (name) => {
      const { request, reply, repliesTo } = measuredOf(name)
      const { changed, hops, ttlLost } = request
      expect({ changed, hops, ttlLost, repliesTo }).toEqual({
        ...{ changed: ['all'], hops: [1], ttlLost: [0], repliesTo: ['director'] },
      })
      for (const octets of [reply.director.in.octets, reply.director.out.octets])
        expect(octets).toBeGreaterThan(RESPONSE)
      const one = of(name)
      expect(one.otherPort).toEqual({ possible: true })
      expect(Object.values(one.places)).toEqual([{ possible: true }, { possible: true }, { possible: true }])
      expect(needsOf(one)).toEqual([])
    },
  )

  test('leaves the same as data and as Markdown, and the labs', () => {
    expect(JSON.parse(readFileSync(join(out, 'compare.json'), 'utf8'))).toEqual(comparison)
    const markdown = readFileSync(join(out, 'compare.md'), 'utf8')
    for (const mode of MODES) {
      expect(markdown).toContain(`| ${mode} |`)
      expect(readFileSync(join(out, 'labs', `${mode}.yaml`), 'utf8')).toContain('networks:')
    }
  })
})

describe('lvslab compare with ranges', () => {
  const out = scratch('growth')
  let growth: Growth
  beforeAll(async () => {
    const ranges = ['--servers', '2..4', '--response', '1k..100k']
    const { exitCode, all } = await start(['compare', '--kernel', 'uml', ...ranges, '--out', out])
    expect(exitCode, all).toBe(0)
    growth = JSON.parse(readFileSync(join(out, 'compare.json'), 'utf8')) as Growth
  })

  test('measures every point', () => {
    expect(growth.series.map(({ by, lines }) => [by, lines.map(({ points }) => points.length)])).toEqual([
      ['servers', [2, 2, 2, 2, 2, 2]],
      ['response', [3, 3, 3, 3, 3, 3]],
    ])
    expect(JSON.stringify(growth)).not.toContain('"missing"')
  })

  test.each(MODES)(
    '%s: the load grows with servers; with responses as far as they pass the director',
    (mode) => {
      const loads = growth.series.map(({ lines }) => {
        const points = lines.find((line) => line.mode === mode)?.points ?? []
        return points.map(({ load }) => ('octets' in load ? load.octets : Number.NaN))
      })
      const [byServers = [], bySize = []] = loads
      expect((byServers[1] ?? 0) / (byServers[0] ?? 0)).toBeGreaterThan(1.5)
      // Two responses of 100 kB, received and sent on: 400 kB and more, or acknowledgements alone.
      expect((bySize[2] ?? 0) > 400_000).toBe(mode === 'nat' || mode === 'fullnat')
      expect(bySize[2]).toBeGreaterThan(bySize[0] ?? Number.NaN)
    },
  )

  test('draws it', () =>
    expect(readFileSync(join(out, 'load.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/))
})
