import { describe, expect, test } from 'vitest'
import { Failure } from '../../src/world/failure.ts'
import { waitFor } from '../../src/world/wait.ts'

describe('waitFor', () => {
  test('does not wait for what is so already', async () => {
    let looks = 0
    await waitFor('nothing', 0, () => ++looks > 0)
    expect(looks).toBe(1)
  })

  test('looks again until it is so', async () => {
    let looks = 0
    await waitFor('the third look', 60_000, () => ++looks === 3)
    expect(looks).toBe(3)
  })

  test('says at the deadline what it waited for', async () => {
    await expect(waitFor('the end of time', 20, () => false)).rejects.toThrow(
      new Failure('waited 0.02 s for the end of time'),
    )
  })

  test('looks at least once, however late it is', async () => {
    await expect(waitFor('nothing', -1, () => true)).resolves.toBeUndefined()
  })

  test('gives up at once when the condition knows that it is in vain', async () => {
    const inVain = new Failure('it has ended')
    const condition = () => {
      throw inVain
    }
    await expect(waitFor('it', 60_000, condition)).rejects.toBe(inVain)
  })
})
