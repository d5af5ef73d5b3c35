import { join } from 'node:path'
import { build } from 'esbuild'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { scratch } from '../support/scratch.ts'
import { asserted, assertedWithin, assertFile, GOOD } from './assert-support.ts'

const LONG_MS = 60_000

const unusable = (observed: string) => [
  { expectation: 'assert/assert.ts', status: 'error', observed: expect.stringContaining(observed) },
]

describe('it ends without results', () => {
  test.each([
    ['export default () => process.exit(0)', 'with status 0'],
    ['process.exit(7); export default () => []', 'with status 7'],
    ['export default () => new Promise(() => {})', 'waiting for what can never come'],
    [
      'export default () => { setTimeout(() => { throw new Error("late") }); return new Promise(() => {}) }',
      'late',
    ],
  ])('%s', async (text, observed) => {
    expect(await assertedWithin(text, LONG_MS)).toMatchObject(unusable(observed))
  })
})

describe('it does not end, and is stopped', () => {
  test.each([
    'export default () => { for (;;); }',
    'for (;;); export default () => []',
    'export default () => new Promise(() => setInterval(() => {}, 10))',
  ])('%s', async (text) => {
    let beats = 0
    const heart = setInterval(() => ++beats, 10)
    const verdicts = await assertedWithin(text, 1000)
    clearInterval(heart)
    expect(verdicts).toMatchObject(unusable('it did not end within 1 s'))
    expect(beats, 'the front-end is free meanwhile, for Ctrl-C among others').toBeGreaterThan(10)
  })
})

test('what it leaves running does not keep its results', async () => {
  const text = `export default () => { setInterval(() => {}, 10); return [${GOOD}] }`
  expect(await assertedWithin(text, LONG_MS)).toMatchObject([{ expectation: 'assert/x', status: 'pass' }])
})

test('it works on a copy of the evidence and of the environment', async () => {
  const text = `export default (evidence, { lab }) => {
    lab.name = 'changed'
    evidence.journeys.length = 0
    process.env.ASSERTED = 'yes'
    return [{ ...${GOOD}, frames: [1] }]
  }`
  expect(await asserted(text)).toMatchObject([{ status: 'pass', frames: [1] }])
  expect(process.env.ASSERTED).toBeUndefined()
})

const SOURCE = join(import.meta.dirname, '../../src/verdict/assert.ts')

/** What a front-end of its own prints, made of `module`, with the verdicts on stdout. */
function frontEnd(module: string, text: string) {
  const view = `{ names: { macs: {}, addresses: {} }, journeys: [], captures: [], stateByNode: new Map() }`
  const script = `import { runAssertions } from '${module}'
    console.log(JSON.stringify(await runAssertions(${view}, process.argv[1])))`
  return execa(process.execPath, ['--input-type=module', '--eval', script, assertFile(text)])
}

const TALKATIVE = `export default (): object[] => {
  for (let line = 0; line < 2000; line++) console.log('to stdout', line)
  console.error('to stderr')
  return [${GOOD}]
}`

describe('in a front-end', () => {
  test('what it prints goes to stderr, all of it', async () => {
    const { stdout, stderr } = await frontEnd(SOURCE, TALKATIVE)
    expect(JSON.parse(stdout)).toMatchObject([{ expectation: 'assert/x', status: 'pass', observed: 'b' }])
    expect(stderr.split('\n').filter((line) => line.startsWith('to stdout'))).toHaveLength(2000)
    expect(stderr).toContain('to stderr')
  })

  test('types make no noise', async () => {
    const { stderr } = await frontEnd(SOURCE, `export default (): object[] => [${GOOD}]`)
    expect(stderr).toBe('')
  })

  test('the bundler takes the thread along', async () => {
    const outdir = scratch('dist')
    await build({
      ...{ entryPoints: [SOURCE], outdir, bundle: true, splitting: true, chunkNames: 'chunks/[name]-[hash]' },
      ...{ platform: 'node', format: 'esm', outExtension: { '.js': '.mjs' }, logLevel: 'silent' },
    })
    const { stdout } = await frontEnd(join(outdir, 'assert.mjs'), TALKATIVE)
    expect(JSON.parse(stdout)).toMatchObject([{ expectation: 'assert/x', status: 'pass' }])
    const stopped = await frontEnd(join(outdir, 'assert.mjs'), 'export default () => process.exit(0)')
    expect(JSON.parse(stopped.stdout)).toMatchObject([{ status: 'error' }])
  })
})
