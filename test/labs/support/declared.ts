import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { asked, differences } from '../../../scripts/lessons.d/lesson.ts'
import { lessonOf } from '../../../scripts/lessons.d/paths.ts'
import { readRun } from '../../../scripts/lessons.d/run.ts'
import { findLab } from '../../../src/lab/find.ts'
import { loadLab } from '../../../src/lab/load.ts'
import type { Change, Lab } from '../../../src/lab/types.ts'
import { compareWithDeclaration } from '../../../src/verdict/declaration.ts'
import { decodeFrame, loadFrames } from '../../../src/wire/frames.ts'
import type { Layer } from '../../../src/wire/layer.ts'
import { departures } from './documented.ts'
import { expectPass, type FinishedRun, resultIn, run } from './lvslab.ts'
import { testWithTshark } from './wireshark.ts'

/** Largest Ethernet frame of a link with an MTU of 1500, without its check sequence. */
const LARGEST_FRAME = 1514

/** Runs a lab as it is and with each of its faults and variants: every one has to do what it declares. */
export function testDeclarations(name: string, which: (change: Change | undefined) => boolean = () => true) {
  const all = [undefined, ...labNamed(name).changes].filter(which)
  describe.each(all.map((change) => ({ title: `${name} ${change?.name ?? 'healthy'}`, change })))(
    '$title',
    ({ change }) => {
      let finished: FinishedRun
      beforeAll(async () => {
        finished = await run([name, ...(change === undefined ? [] : ['--fault', change.name])])
      })
      test(promiseOf(change), () => expectDeclared(finished, change))
      test('every capture is sound', () => expectSoundCaptures(finished))
      test('every frame is as a wire would carry it', () => expectRealFrames(finished))
      test('result.json is as documented', () => expect(departures(resultIn(finished.out))).toEqual([]))
      if (change === undefined) test('its lesson tells what was measured', () => expectTaught(name, finished))
      testWithTshark(() => finished.out)
    },
  )
}

export function labNamed(name: string): Lab {
  const found = findLab(name)
  const loaded = found.ok ? loadLab({ path: found.file }) : expect.fail(found.error.message)
  return loaded.ok ? loaded.lab : expect.fail(`${name} has mistakes`)
}

function promiseOf(change: Change | undefined): string {
  if (change?.declares === undefined) return 'keeps every promise'
  const { fails, because, nodes } = change.declares
  return `breaks ${fails.join(', ')}: ${because} at ${nodes.join(', ')}`
}

function expectDeclared(finished: FinishedRun, change: Change | undefined): void {
  const { view, status, text } = finished
  if (change !== undefined) expect(compareWithDeclaration(change, view.verdicts), text).toEqual({ ok: true })
  if (change?.declares === undefined) expectPass(finished)
  else expect({ status, outcome: view.end?.outcome }, text).toEqual({ status: 1, outcome: 'fail' })
  expect(view.verdicts.length).toBeGreaterThan(0)
}

/** Every measured table of the lab's README.md is what this run measures. */
function expectTaught(name: string, { out }: FinishedRun): void {
  const lesson = readFileSync(lessonOf(name), 'utf8')
  expect(asked(lesson).length, `scripts/lessons ${name} has no table to write`).toBeGreaterThan(0)
  expect(differences(lesson, readRun(name, out)), `scripts/lessons ${name} writes it`).toEqual([])
}

function expectSoundCaptures({ view }: FinishedRun): void {
  expect(view.captures.map(({ point }) => point)).toEqual(view.points)
  expect(view.captures.filter(({ live, drained, dropped }) => !(live && drained && dropped === 0))).toEqual(
    [],
  )
}

/** With offloads on, frames would be larger than a link carries and their checksums unfinished. */
function expectRealFrames({ out }: FinishedRun): void {
  const loaded = loadFrames(join(out, 'capture.pcapng'))
  const frames = loaded.ok ? loaded.frames : expect.fail(loaded.error.message)
  const bad = frames.filter((frame) => decodeFrame(frame).some(hasBadChecksum))
  expect(frames.length).toBeGreaterThan(0)
  expect(bad.map(({ id }) => id)).toEqual([])
  expect(frames.filter(({ originalLength }) => originalLength > LARGEST_FRAME)).toEqual([])
}

function hasBadChecksum(layer: Layer): boolean {
  return 'checksumStatus' in layer && layer.checksumStatus === 'bad'
}
