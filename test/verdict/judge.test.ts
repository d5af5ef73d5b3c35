import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge, overall } from '../../src/verdict/judge.ts'
import type { Verdict, VerdictStatus } from '../../src/verdict/types.ts'
import { labOf, modeDr } from '../support/dr-lab.ts'
import { arpIgnoreOff, healthy } from '../support/scenarios.ts'
import { verdictOn } from './support.ts'

describe('overall', () => {
  const verdicts = (...all: VerdictStatus[]): Verdict[] =>
    all.map((status) => ({ expectation: 'x', title: '', status, expected: '', observed: '', frames: [] }))

  test.each<[VerdictStatus[], VerdictStatus]>([
    [[], 'error'],
    [['pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'error', 'pass'], 'error'],
    [['error', 'fail', 'inconclusive', 'pass'], 'fail'],
  ])('%j is %s', (all, outcome) => expect(overall(verdicts(...all))).toBe(outcome))
})

describe('exceptions', () => {
  test('in one expectation are its own error, and leave the others alone', async () => {
    const run = healthy()
    for (const exchange of run.exchanges) exchange.replies = [4711]
    const verdicts = await judge(labOf(run.cast), run.evidence())
    expect(verdictOn(verdicts, 'dr/reply-direct')).toMatchObject({
      status: 'error',
      observed: 'exchange names journey 4711, which does not exist',
    })
    expect(verdictOn(verdicts, 'dr/arp-one-responder')).toMatchObject({ status: 'pass' })
  })

  test('in a diagnosis leave the verdict standing', async () => {
    const run = arpIgnoreOff()
    for (const exchange of run.exchanges) exchange.replies = [4711]
    const verdict = verdictOn(await judge(labOf(run.cast), run.evidence()), 'dr/arp-one-responder')
    expect(verdict).toMatchObject({ status: 'fail', diagnosis: { cause: 'unknown', nodes: [] } })
    expect(verdict.diagnosis?.text).toContain('The diagnosis broke: exchange names journey 4711')
  })
})

test('verdicts come in the order of the lab file', async () => {
  const run = healthy()
  const lab = labOf(run.cast, [{ kind: 'outcome', probe: 'web', outcome: 'answered' }, modeDr(run.cast)])
  const verdicts = await judge(lab, run.evidence())
  expect(verdicts.slice(0, 3).map(({ expectation }) => expectation)).toEqual([
    'outcome/web',
    'dr/answered',
    'dr/arp-vip-asked',
  ])
})

test('evidence is left as it was', async () => {
  const run = arpIgnoreOff()
  const evidence = run.evidence()
  const before = structuredClone(evidence)
  await judge(labOf(run.cast), evidence)
  expect(evidence).toEqual(before)
})

describe('assert.ts', () => {
  let folder = ''
  let files = 0
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assert-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** Verdicts of assert.ts on a run; each text is a file of its own, for a module is loaded once. */
  async function asserted(text: string, scenario = healthy): Promise<Verdict[]> {
    const file = join(folder, `assert-${++files}.ts`)
    writeFileSync(file, text)
    const run = scenario()
    const verdicts = await judge({ ...labOf(run.cast), assertFile: file }, run.evidence())
    return verdicts.filter(({ expectation }) => expectation.startsWith('assert/'))
  }

  const result = (fields: string) =>
    `export default () => [{ name: 'x', status: 'pass', expected: 'a', observed: 'b', ${fields} }]`

  test('types are stripped, and results become verdicts', async () => {
    const text = `
      import type { AssertModule } from '../../src/verdict/assert-api.ts'
      const check: AssertModule = (evidence, api) => {
        const [exchange] = api.exchangesOf('web')
        const [syn] = api.requestsOf(exchange!)
        const entry = api.neighbour('client', '10.0.0.100')
        return [
          { name: 'hop', title: 'First hop', status: 'pass', expected: 'x', observed: api.hop(syn!.hops[0]!), frames: [1] },
          { name: 'neighbour', status: 'pass', expected: 'director', observed: entry!.node! },
          { name: 'kernel', status: 'fail', expected: '1', observed: api.state('rs1').sysctls['ipv4.conf.all.arp_ignore']! },
          { name: 'frames', status: 'inconclusive', expected: 'x', observed: String(api.framesAt('rs1:eth0').length) },
          { name: 'replies', status: 'pass', expected: 'x', observed: String(api.repliesOf(exchange!).length) },
          { name: 'evidence', status: 'pass', expected: 'x', observed: String(evidence.probes.length) },
        ]
      }
      export default check`
    const verdicts = await asserted(text)
    expect(
      verdicts.map(({ expectation, title, status, observed }) => [expectation, title, status, observed]),
    ).toEqual([
      ['assert/hop', 'First hop', 'pass', 'client:director/CIP:VIP'],
      ['assert/neighbour', 'neighbour', 'pass', 'director'],
      ['assert/kernel', 'kernel', 'fail', '1'],
      ['assert/frames', 'frames', 'inconclusive', '21'],
      ['assert/replies', 'replies', 'pass', '3'],
      ['assert/evidence', 'evidence', 'pass', '1'],
    ])
  })

  test('Node itself loads it, types and all', async () => {
    const file = join(folder, 'typed.ts')
    writeFileSync(file, `const observed: string = 'b' as string\n${result('observed')}`)
    const source = new URL('../../src/verdict/assert.ts', import.meta.url).href
    const view = '{ journeys: [], captures: [], names: { macs: {}, addresses: {} }, stateByNode: new Map() }'
    const script = `import { runAssertions } from '${source}'
      console.log(JSON.stringify(await runAssertions(${view}, process.argv[1])))`
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script, file])
    expect(JSON.parse(stdout)).toMatchObject([{ expectation: 'assert/x', status: 'pass', observed: 'b' }])
  })

  test('an assertion that fails is diagnosed as well', async () => {
    const [verdict] = await asserted(result("status: 'fail'"), arpIgnoreOff)
    expect(verdict).toMatchObject({
      status: 'fail',
      diagnosis: { cause: 'arp-ignore', nodes: ['rs1', 'rs2'] },
    })
  })

  const never = (point: string, test: string) =>
    `export default (_, api) => [api.never('x', ['${point}'], ${test}, 'a reply')]`

  test.each([
    [never('director:eth0', '({ journey }) => journey.flags === "S."'), 'pass', 'none seen'],
    [never('rs2:eth0', '({ journey }) => journey.flags === "S."'), 'fail', '2 frames'],
    [never('rs9:eth0', '() => true'), 'inconclusive', 'none seen; but nothing was captured at rs9:eth0'],
  ])('never: %s', async (text, status, observed) => {
    expect(await asserted(text)).toMatchObject([
      { status, observed, expected: expect.stringContaining('a reply never at') },
    ])
  })

  test.each([
    ['throw new Error("flat tyre")', 'flat tyre'],
    ['export default () => { throw new Error("flat tyre") }', 'flat tyre'],
    ['export default async () => { throw "flat tyre" }', 'flat tyre'],
    ['export default (_, api) => api.state("nobody")', 'kernel state of "nobody" was not read'],
    ['export const x = 1', 'has no default export that is a function'],
    ['export default () => []', 'returned no results'],
    ['export default () => undefined', 'returned no results'],
    ['export default () => [undefined]', 'result 1: is not an object'],
    [result("name: 'Not Good'"), 'result 1: needs a name such as'],
    [result("status: 'error'"), 'result 1: status is pass, fail or inconclusive'],
    [result('observed: 3'), 'result 1: needs expected and observed as text'],
    [result("frames: ['1']"), 'result 1: frames are frame numbers'],
  ])('%s is an error', async (text, observed) => {
    const verdicts = await asserted(text)
    expect(verdicts).toMatchObject([{ status: 'error', observed: expect.stringContaining(observed) }])
  })

  test('a result that is broken leaves its neighbours alone, and a name is taken once', async () => {
    const good = "{ name: 'x', status: 'pass', expected: 'a', observed: 'b' }"
    const verdicts = await asserted(`export default () => [${good}, 3, ${good}]`)
    expect(verdicts.map(({ expectation, status, observed }) => [expectation, status, observed])).toEqual([
      ['assert/x', 'pass', 'b'],
      ['assert/2', 'error', 'result 2: is not an object'],
      ['assert/3', 'error', 'result 3: its name is taken'],
    ])
  })
})
