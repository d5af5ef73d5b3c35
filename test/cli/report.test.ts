import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lvslab } from '../support/lvslab.ts'
import { drRun } from '../support/runs/dr.ts'
import { scratch } from '../support/scratch.ts'

const EVENTS = drRun()
  .map((event) => `${JSON.stringify(event)}\n`)
  .join('')

/** A state folder with these runs, the last one the newest. */
function stateWith(...names: readonly string[]) {
  const state = scratch('state')
  const runs = join(state, 'lvslab/runs')
  for (const name of names) {
    mkdirSync(join(runs, name), { recursive: true })
    writeFileSync(join(runs, name, 'events.jsonl'), EVENTS)
  }
  return { env: { XDG_STATE_HOME: state }, runs }
}

describe('lvslab report', () => {
  test('makes that of the newest run, and says where it is', async () => {
    const { env, runs } = stateWith('first', 'second')
    const { stdout, exitCode } = await lvslab(['report'], env)
    expect({ stdout, exitCode }).toEqual({ stdout: join(runs, 'second/report.html'), exitCode: 0 })
    expect(readFileSync(stdout, 'utf8')).toContain('<p class="outcome pass">')
    expect(existsSync(join(runs, 'first/report.html'))).toBe(false)
  })

  test('of a run by its name or its folder, into the file that is named', async () => {
    const { env, runs } = stateWith('first', 'second')
    const file = join(scratch(), 'page.html')
    expect((await lvslab(['report', 'first', '--out', file], env)).stdout).toBe(file)
    expect(existsSync(file)).toBe(true)
    expect((await lvslab(['report', join(runs, 'first')], env)).exitCode).toBe(0)
  })

  test('without a run to be found, says what to do', async () => {
    const { env } = stateWith('first')
    const wrong = await lvslab(['report', 'frist'], env)
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean first?') })
    const none = await lvslab(['report'], stateWith().env)
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('lvslab run dr') })
  })
})
