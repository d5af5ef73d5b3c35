import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyScript } from '../../src/world/apply.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-apply-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const STEP = `set -eu\nstep() { printf '%s %s\\n' "$1" "$2" >&"$LVSLAB_ANNOUNCE"; }\n`

async function apply(script: string, timeoutMs = 60_000) {
  const steps: number[] = []
  const ended = await applyScript({ script: STEP + script, timeoutMs }, folder, (step) =>
    steps.push(step),
  ).then(
    () => 'done',
    (error: unknown) => error,
  )
  return { steps, ended }
}

describe('a script', () => {
  test('is told its folder, and announces its steps', async () => {
    const { steps, ended } = await apply('step 0 one; step 1 "two words"; echo x >"$LVSLAB_RUN/file"')
    expect({ steps, ended }).toEqual({ steps: [0, 1], ended: 'done' })
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('x\n')
  })

  test('that fails names the step and shows the last words', async () => {
    const { steps, ended } = await apply('step 0 links; step 1 addresses; echo first >&2; ls /nowhere/at/all')
    expect(steps).toEqual([0, 1])
    expect(ended).toMatchObject({
      message: 'step "addresses" of the plan ended with status 2',
      detail: expect.stringMatching(/^first\nls: .*\/nowhere\/at\/all/),
    })
  })

  test('shows no more than twenty lines', async () => {
    const { ended } = await apply('step 0 noise; for i in $(seq 100); do echo "line $i" >&2; done; exit 1')
    expect((ended as { detail: string }).detail.split('\n')).toEqual(
      Array.from({ length: 20 }, (_, index) => `line ${index + 81}`),
    )
  })

  test('that does not end is ended', async () => {
    const { ended } = await apply('step 0 patience; sleep 600', 300)
    expect(ended).toMatchObject({ message: 'step "patience" of the plan did not end in 0.3 s' })
  })

  test('may say something else on the descriptor of announcements', async () => {
    const { steps, ended } = await apply('echo "no step" >&3; step 4 real; echo >&3')
    expect({ steps, ended }).toEqual({ steps: [4], ended: 'done' })
  })
})
