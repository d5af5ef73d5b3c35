import { describe, expect, test } from 'vitest'
import { captureRecords } from '../../src/evidence/captures.ts'

const reported = { point: 'client:eth0', live: true, drained: true, dropped: 0, frames: 12 }

const judged = (sentinels: readonly string[], report = reported) =>
  captureRecords([report], [{ point: 'client:eth0', frames: 10, sentinels }])

describe('a capture is judged by its file', () => {
  test('which holds both sentinels', () => {
    expect(judged(['first', 'last'])).toEqual([{ ...reported, frames: 10 }])
  })

  test('without the first it was not live', () => {
    expect(judged(['last'])).toEqual([{ ...reported, live: false, frames: 10 }])
  })

  test('without the last it was not drained', () => {
    expect(judged(['first'])).toEqual([{ ...reported, drained: false, frames: 10 }])
  })

  test('the engine may have seen that it was neither', () => {
    const unsound = { ...reported, live: false, drained: false }
    expect(judged(['first', 'last'], unsound)).toEqual([{ ...unsound, frames: 10 }])
  })

  test('without a file there is nothing', () => {
    expect(captureRecords([reported], [])).toEqual([{ ...reported, live: false, drained: false, frames: 0 }])
  })
})
