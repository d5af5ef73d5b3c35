import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { asked, differences } from '../../../scripts/lessons.d/lesson.ts'
import { lessonOf } from '../../../scripts/lessons.d/paths.ts'
import { readRun } from '../../../scripts/lessons.d/run.ts'
import { foldAll, type RunView } from '../../../src/events/view.ts'
import type { Change } from '../../../src/lab/change.ts'
import { findLab } from '../../../src/lab/find.ts'
import { loadLab } from '../../../src/lab/load.ts'
import type { Lab } from '../../../src/lab/types.ts'
import { compareWithDeclaration } from '../../../src/verdict/declaration.ts'
import { decodeFrame, loadFrames } from '../../../src/wire/frames.ts'
import type { Layer } from '../../../src/wire/layer.ts'
import { scratch } from '../../support/scratch.ts'
import { IS_BUILT } from './built.ts'
import { testReport } from './chromium.ts'
import { departures } from './documented.ts'
import { eventsIn, resultIn, start } from './lvslab.ts'
import { PUNCTUAL_MS, takeoversIn } from './takeovers.ts'
import { testWithTshark } from './wireshark.ts'

/** Largest Ethernet frame of a link with an MTU of 1500, without its check sequence. */
const LARGEST_FRAME = 1514

/** Runs of a lab that would go on after all other labs have been tested, were they done one after the other. */
const MANY = 12

/**
 * Tests a lab as it is and with each of its faults and variants: every one has to do what it declares. They share one
 * kernel, or two where they are many: other labs are tested at the same time. A lab that waits for timers of keepalived or BGP
 * is tested in virtual time where that can be had, and its takeovers are compared with what VRRP says; else in real time.
 */
export function testDeclarations(name: string) {
  describe(name, () => {
    const out = scratch('suite')
    const lab = labNamed(name)
    const clock = isTimed(lab) && IS_BUILT ? 'virtual' : 'real'
    const cases = [undefined, ...lab.changes].map((change) => {
      const judged = clock === 'virtual' || !isPressed(labNamed(name, change))
      return { change, judged, case: caseName(change), folder: join(out, name, caseName(change)) }
    })
    let text = ''
    beforeAll(async () => {
      const jobs = cases.length > MANY ? '2' : '1'
      const options = ['--kernel', 'uml', '--clock', clock, '--jobs', jobs, '--timeout', '300', '--out', out]
      text = (await start(['test', name, ...options])).all
    })
    describe.each(cases)('$case', ({ change, judged, folder }) => {
      const view = () => foldAll(eventsIn(folder, text))
      if (judged) test(promiseOf(change), () => expectDeclared(view(), change, text))
      else test.skip(`${promiseOf(change)} (${PRESSED})`)
      test('every capture is sound', () => expectSoundCaptures(view()))
      test('every frame is as a wire would carry it', () => expectRealFrames(folder))
      test('result.json is as documented', () => expect(departures(resultIn(folder))).toEqual([]))
      if (clock === 'virtual' && !change?.declares)
        test('a director takes over when VRRP says', () => expectPunctual(folder, lab))
      if (!change && clock === 'real' && judged)
        test('its lesson tells what was measured', () => expectTaught(name, folder))
      if (!change) testReport(() => folder)
    })
    testWithTshark(() => cases.map(({ folder }) => folder))
  })
}

const caseName = (change: Change | undefined): string => change?.name ?? 'healthy'

/**
 * Whether routers and name servers are lost on a timeline: their neighbours wait for seconds that a machine with other
 * labs beside it may take for itself, and so what they promise of time is judged in virtual time.
 */
const isPressed = ({ nodes, timeline }: Lab): boolean =>
  timeline !== undefined && nodes.some(({ programs }) => programs.length > 0)

const PRESSED = 'skipped: judged in virtual time, which needs lvslab kernel build'

export function labNamed(name: string, change?: Change): Lab {
  const found = findLab(name)
  const options = change === undefined ? {} : { change: change.name }
  const loaded = found.ok ? loadLab({ path: found.file }, options) : expect.fail(found.error.message)
  return loaded.ok ? loaded.lab : expect.fail(`${name} has mistakes`)
}

function promiseOf(change: Change | undefined): string {
  if (change?.declares === undefined) return 'keeps every promise'
  const { fails, because, nodes } = change.declares
  return `breaks ${fails.join(', ')}: ${because} at ${nodes.join(', ')}`
}

function expectDeclared({ verdicts, end }: RunView, change: Change | undefined, text: string): void {
  if (change !== undefined) expect(compareWithDeclaration(change, verdicts), text).toEqual({ ok: true })
  expect(end?.outcome, text).toBe(change?.declares === undefined ? 'pass' : 'fail')
  expect(verdicts.length).toBeGreaterThan(0)
}

/** Every measured table of the lab's README.md is what this run, in real time, measures. */
export function expectTaught(name: string, folder: string): void {
  const lesson = readFileSync(lessonOf(name), 'utf8')
  expect(asked(lesson).length, `scripts/lessons ${name} has no table to write`).toBeGreaterThan(0)
  expect(differences(lesson, readRun(name, folder)), `scripts/lessons ${name} writes it`).toEqual([])
}

/** Whether keepalived's timers decide how long its runs take. */
export const isTimed = (lab: Lab): boolean =>
  isPressed(lab) ||
  lab.nodes.some(
    ({ keepalived, programs }) =>
      keepalived !== undefined || programs.some(({ program }) => program === 'bird'),
  )

function expectPunctual(folder: string, lab: Lab): void {
  const late = takeoversIn(folder, lab).filter(({ waited, due }) => Math.abs(waited - due) >= PUNCTUAL_MS)
  expect(late).toEqual([])
}

function expectSoundCaptures({ captures, points }: RunView): void {
  expect(captures.map(({ point }) => point)).toEqual(points)
  expect(captures.filter(({ live, drained, dropped }) => !(live && drained && dropped === 0))).toEqual([])
}

/** With offloads on, frames would be larger than a link carries and their checksums unfinished, as they always are on lo. */
function expectRealFrames(folder: string): void {
  const loaded = loadFrames(join(folder, 'capture.pcapng'))
  const all = loaded.ok ? loaded.frames : expect.fail(loaded.error.message)
  const frames = all.filter(({ point }) => !point.endsWith(':lo'))
  const bad = frames.filter((frame) => decodeFrame(frame).some(hasBadChecksum))
  expect(frames.length).toBeGreaterThan(0)
  expect(bad.map(({ id }) => id)).toEqual([])
  expect(frames.filter(({ originalLength }) => originalLength > LARGEST_FRAME)).toEqual([])
}

function hasBadChecksum(layer: Layer): boolean {
  return 'checksumStatus' in layer && layer.checksumStatus === 'bad'
}
