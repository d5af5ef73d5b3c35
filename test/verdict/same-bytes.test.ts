import { expect, test } from 'vitest'
import { buildJourneys } from '../../src/journey/build.ts'
import type { Lab } from '../../src/lab/types.ts'
import { macOwners } from '../../src/run/owners.ts'
import { judge } from '../../src/verdict/judge.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import type { Frame } from '../../src/wire/types.ts'
import { Recording, recordedCapture } from '../support/recording.ts'

/** A recorded run of full NAT: the director has two arms, eth0 outside. */
const recording = new Recording('fullnat')
const loaded = loadFrames(recordedCapture('fullnat'))
const frames = loaded.ok ? loaded.frames : []

const lab: Lab = {
  ...recording.lab,
  expectations: [{ kind: 'same-bytes', probe: 'web', across: ['director'] }],
}

async function verdictOn(changed: readonly Frame[] | undefined) {
  const points = recording.evidence.captures.map(({ point }) => point)
  const journeys = buildJourneys(changed ?? frames, macOwners(recording.evidence.nodes), points)
  const evidence = { ...recording.evidence, ...journeys, ...(changed && { frames: changed }) }
  const [verdict] = await judge(lab, evidence)
  return verdict
}

const withPayload = ({ point, bytes }: Frame, at: string, least: number) =>
  point === at && bytes.length >= least

test('what a director passes on is what it got', async () => {
  const verdict = await verdictOn(frames)
  expect(verdict?.status).toBe('pass')
  expect(verdict?.observed).toMatch(/^director: \d+ octets \(SHA-256 [0-9a-f]{8}…\) there, \d+ octets/)
  expect(verdict?.frames.length).toBeGreaterThanOrEqual(8)
})

test('one octet that it changes behind the first 32 breaks it', async () => {
  const victim = frames.find((frame) => withPayload(frame, 'rs1:eth0', 54 + 60))
  const changed = frames.map((frame) => {
    if (frame !== victim) return frame
    const bytes = frame.bytes.slice()
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1
    return { ...frame, bytes }
  })
  const same = changed.map((frame) =>
    frame.point === 'director:eth1' && frame.originalLength === victim?.originalLength && near(frame, victim)
      ? { ...frame, bytes: changed.find(({ id }) => id === victim.id)?.bytes ?? frame.bytes }
      : frame,
  )
  const verdict = await verdictOn(same)
  expect(verdict?.status).toBe('fail')
  expect(verdict?.observed).toContain('as many others')
})

const near = (one: Frame, other: Frame): boolean => Math.abs(one.time - other.time) < 1e6

test('a frame that was not captured whole decides nothing for it', async () => {
  const victim = frames.find((frame) => withPayload(frame, 'director:eth0', 54 + 60))
  const cut = frames.map((frame) =>
    frame === victim ? { ...frame, bytes: frame.bytes.slice(0, 54 + 40) } : frame,
  )
  const verdict = await verdictOn(cut)
  expect(verdict?.status).toBe('inconclusive')
  expect(verdict?.observed).toContain('not captured as long as they were')
})

test('without frames there is nothing to compare', async () => {
  expect((await verdictOn(undefined))?.status).toBe('inconclusive')
})
