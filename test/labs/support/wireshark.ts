import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareNovel } from '../../support/novel-frames.ts'
import { scratch } from '../../support/scratch.ts'
import { findTshark } from '../../support/tshark.ts'

const tshark = findTshark()
const TITLE = 'tshark reads the same in every kind of frame'

/**
 * A test that our decoder and tshark agree on what runs of one lab captured: on every frame of the first, and of the
 * others on each that is of a new kind. Skipped where there is no tshark.
 */
export function testWithTshark(folders: () => readonly string[]): void {
  if (tshark === undefined) {
    test.skip(`${TITLE} (skipped: the set-up could not bring tshark)`)
    return
  }
  test(TITLE, async () => {
    const captures = folders().map((folder) => join(folder, 'capture.pcapng'))
    expect(await compareNovel(captures, scratch(), tshark)).toEqual([])
  })
}
