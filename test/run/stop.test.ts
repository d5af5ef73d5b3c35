import { describe, expect, test } from 'vitest'
import { interruption } from '../../src/run/stop.ts'

const HOUR = 3_600_000

describe('a run is ended', () => {
  test('by its user', async () => {
    const user = new AbortController()
    const { promise, clear } = interruption(user.signal, HOUR)
    user.abort()
    await expect(promise).rejects.toMatchObject({ outcome: 'interrupted' })
    clear()
  })

  test('by a user who changed their mind before it began', async () => {
    const { promise, clear } = interruption(AbortSignal.abort(), HOUR)
    await expect(promise).rejects.toMatchObject({ outcome: 'interrupted' })
    clear()
  })

  test('when its time is over', async () => {
    const { promise } = interruption(new AbortController().signal, 20)
    await expect(promise).rejects.toMatchObject({
      outcome: 'error',
      problem: { message: 'the run did not end within 0.02 s', remedy: expect.stringContaining('--timeout') },
    })
  })

  test('by nothing once it has ended by itself', async () => {
    const user = new AbortController()
    const { promise, clear } = interruption(user.signal, 20)
    clear()
    user.abort()
    const later = new Promise((resolve) => setTimeout(() => resolve('still running'), 60))
    expect(await Promise.race([promise, later])).toBe('still running')
  })
})
