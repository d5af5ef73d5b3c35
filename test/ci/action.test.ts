import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { scratch } from '../support/scratch.ts'

const ROOT = join(import.meta.dirname, '../..')
const text = readFileSync(join(ROOT, 'action.yml'), 'utf8')
const docs = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')

interface Step {
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

const action = parse(text) as {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly runs: { readonly steps: readonly Step[] }
}
const step = action.runs.steps.find(({ run }) => run !== undefined)

/** Runs the action's script with a lvslab that tells its arguments. */
async function argumentsFor(inputs: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = scratch()
  const program = join(folder, 'lvslab')
  writeFileSync(program, '#!/bin/sh\nprintf "%s\\n" "$@"\n')
  chmodSync(program, 0o755)
  const github = { RUNNER_TEMP: folder, GITHUB_RUN_ATTEMPT: '1', GITHUB_OUTPUT: join(folder, 'output') }
  const env = { ...{ LABS: 'dr', KERNEL: 'auto', JOBS: '' }, ...inputs, ...github, LVSLAB: program }
  const { stdout } = await execa('sh', ['-e', '-c', step?.run ?? ''], { env, cwd: folder })
  return stdout.split('\n')
}

describe('action.yml', () => {
  test('has each of its inputs in use and in the docs, with its default', () => {
    for (const [name, { default: standard }] of Object.entries(action.inputs)) {
      expect(text).toContain(`inputs.${name}`)
      expect(docs).toContain(`| \`${name}\` |`)
      if (standard !== '') expect(docs).toContain(`\`${standard}\` |`)
    }
  })

  test('puts no input into its script', () => expect(step?.run).not.toContain('${{'))

  test('tests the labs that are named, each an argument of its own', async () => {
    const [command, ...more] = await argumentsFor({ LABS: 'dr ./a*b/lab.yaml', JOBS: '3' })
    expect([command, ...more.slice(0, -2)]).toEqual([
      'test',
      'dr',
      './a*b/lab.yaml',
      '--kernel',
      'auto',
      '--jobs',
      '3',
      '--reporter',
      'github',
    ])
  })

  test('takes a command in an input for a name', async () => {
    const all = await argumentsFor({ LABS: '$(touch,me);`x`', KERNEL: '"; exit 9' })
    expect(all.slice(1, 4)).toEqual(['$(touch,me);`x`', '--kernel', '"; exit 9'])
  })
})
