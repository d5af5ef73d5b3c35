import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { foldAll } from '../../src/events/view.ts'
import { commentWriter } from '../../src/report/artifacts.ts'
import { frameComments } from '../../src/report/comments.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import { recordedCapture } from '../support/recording.ts'
import { looped } from '../support/runs/broken.ts'
import { recordedFolder } from '../support/runs/folder.ts'
import { scratch } from '../support/scratch.ts'
import { findTshark } from '../support/tshark.ts'

const [name, change] = ['nat-faults', 'replies-filtered'] as const
const { view } = await recordedFolder(name, change)
const comments = frameComments(view)

/** The capture of the recorded run as a run would leave it. */
function annotated(): string {
  const path = join(scratch(), 'capture.pcapng')
  copyFileSync(recordedCapture(name, change), path)
  const writer = commentWriter(path)
  const { names, journeys, exchanges, verdicts, end } = view
  writer.handle({ at: 1, type: 'judged', names, journeys, exchanges, verdicts })
  if (end) writer.handle({ at: 2, ...end })
  return path
}

describe('the comment on a frame', () => {
  test('names packet, hop, what it changed, and where it was seen', () => {
    const all = [...comments.values()]
    expect(all).toContainEqual(
      expect.stringMatching(
        /^packet \d+ SYN, hop 2 of 2; director:rs2\/CIP:RIP2; changed MACs, VIP:80 → RIP2:\d+, TTL −1; leaves here/,
      ),
    )
  })

  test('names every verdict that rests on it', () => {
    for (const { frames, expectation, status } of view.verdicts)
      for (const frame of frames)
        expect(comments.get(frame)).toContain(`${status.toUpperCase()} ${expectation}`)
  })

  test('says at the last hop what became of a packet that did not arrive', () => {
    const gone = foldAll(looped())
    const round = gone.journeys
      .filter(({ disposition }) => disposition === 'looped')
      .map(({ hops }) => hops.at(-1))
    expect(round.length).toBeGreaterThan(0)
    const told = frameComments(gone)
    for (const hop of round)
      for (const { frame } of hop?.sightings ?? [])
        expect(told.get(frame)).toContain('looped: passed the same way again')
  })
})

describe('a capture with comments', () => {
  test('has the same frames at the same times', () => {
    expect(loadFrames(annotated())).toEqual(loadFrames(recordedCapture(name, change)))
  })

  test('leaves nothing beside it, and no file where there was none', () => {
    const path = annotated()
    expect(existsSync(`${path}.part`)).toBe(false)
    const missing = join(scratch(), 'capture.pcapng')
    const writer = commentWriter(missing)
    if (view.end) writer.handle({ at: 2, ...view.end })
    expect(existsSync(missing)).toBe(false)
  })

  const tshark = findTshark()
  test.skipIf(!tshark)('shows them in tshark, with the names of the interfaces', async () => {
    const fields = ['frame.number', 'frame.interface_name', 'frame.comment'].flatMap((field) => ['-e', field])
    const { stdout } = await execa(tshark?.path ?? '', ['-r', annotated(), '-T', 'fields', ...fields], {
      env: tshark?.env ?? {},
    })
    const points = view.journeys.flatMap(({ hops }) => hops).flatMap(({ sightings }) => sightings)
    const pointOf = new Map(points.map(({ frame, point }) => [frame, point]))
    const lines = stdout.split('\n').map((line) => line.split('\t'))
    expect(lines.length).toBe(comments.size)
    for (const [number, point, comment] of lines) {
      expect(comment).toBe(comments.get(Number(number)))
      expect(point).toBe(pointOf.get(Number(number)))
    }
  })
})
