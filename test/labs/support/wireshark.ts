import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareWithTshark, findTshark } from '../../support/tshark.ts'

const tshark = findTshark()
const TITLE = 'tshark reads the same in every frame'

/** A test that our decoder and tshark agree on the capture in a run's folder; skipped where there is no tshark. */
export function testWithTshark(folder: () => string): void {
  if (tshark === undefined) {
    test.skip(`${TITLE} (skipped: the set-up could not bring tshark)`)
    return
  }
  test(TITLE, async () => {
    expect(await compareWithTshark(join(folder(), 'capture.pcapng'), tshark)).toEqual([])
  })
}
