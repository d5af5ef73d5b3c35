import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { refusedNamespaces } from '../../src/kernel/choose.ts'
import { contained } from '../../src/kernel/contain.ts'

const OWNER = join(import.meta.dirname, 'owner.ts')
const refused = refusedNamespaces()

/** How long a busy machine may take to clear away what has died, in milliseconds. */
const PATIENCE = { timeout: 30_000, interval: 10 }

/** Processes that carry this word in their environment. */
function having(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
    .map(Number)
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}

/** A process that starts a contained one, which starts two more and sleeps; they all carry the mark. */
function owner() {
  const mark = randomUUID()
  const child = execa(process.execPath, [OWNER], {
    ...{ env: { LVSLAB_TEST_RUN: mark }, reject: false, buffer: false, stdin: 'ignore' },
  })
  return { mark, child }
}

describe.skipIf(refused)(`a contained process${refused ? ` (skipped: ${refused.message})` : ''}`, () => {
  test('does not outlive its owner', async () => {
    const { mark, child } = owner()
    await expect.poll(() => having(mark).length, PATIENCE).toBeGreaterThanOrEqual(5)
    child.kill('SIGKILL')
    await child
    await expect.poll(() => having(mark), PATIENCE).toEqual([])
  })

  test.each(Array.from({ length: 20 }, (_, index) => index * 2))(
    'does not outlive an owner that is killed %i ms after it began to start it',
    async (milliseconds) => {
      const { mark, child } = owner()
      await new Promise((resolve) => child.stdout.once('data', resolve))
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      child.kill('SIGKILL')
      await child
      await expect.poll(() => having(mark), PATIENCE).toEqual([])
    },
  )

  test('is not started for an owner that has died already', async () => {
    const [program = '', ...words] = contained(['echo', 'alive'], { namespaces: [], inside: '"$@"' }, 1)
    const { stdout, exitCode } = await execa(program, words, { reject: false })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
  })

  test('gives its status on', async () => {
    const argv = contained(['sh', '-c', 'exit 7'], { namespaces: [], inside: '"$@"; exit $?' }, process.pid)
    const [program = '', ...words] = argv
    expect((await execa(program, words, { reject: false })).exitCode).toBe(7)
  })

  test('sees no process but its own', async () => {
    const argv = contained(
      ['sh', '-c', 'echo /proc/[0-9]*'],
      { namespaces: [], inside: '"$@"; exit $?' },
      process.pid,
    )
    const [program = '', ...words] = argv
    expect((await execa(program, words)).stdout.split(' ').length).toBeLessThanOrEqual(3)
  })
})
