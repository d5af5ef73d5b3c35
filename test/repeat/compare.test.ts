import { describe, expect, test } from 'vitest'
import type { RunView } from '../../src/events/view.ts'
import { compareRuns } from '../../src/repeat/compare.ts'
import type { Timeline } from '../../src/repeat/timeline.ts'
import { DRAWN, DRAWN_OTHERWISE, framesOf, timelineOf } from './timelines.ts'

const frames = framesOf(DRAWN)
const one = timelineOf(frames)

const verdict = (observed: string) =>
  ({ expectation: 'dr/answered', title: '', status: 'pass', expected: '', observed, frames: [] }) as const

const patched = (index: number, at: number, octet: number): Timeline => {
  const copies = frames.map((bytes) => bytes.slice())
  const bytes = copies[index] as Uint8Array
  bytes[at] = octet
  return timelineOf(copies)
}

const shifted = (index: number, nanoseconds: number): Timeline => ({
  ...one,
  frames: one.frames.map((frame, place) =>
    place === index ? { ...frame, time: frame.time + nanoseconds } : frame,
  ),
})

test('runs with the same octets are identical', () => {
  expect(compareRuns(one, timelineOf(framesOf(DRAWN)))).toEqual({ level: 'identical' })
})

test('two runs of nothing are identical', () => {
  expect(compareRuns(timelineOf([]), timelineOf([]))).toEqual({ level: 'identical' })
})

test('comments that differ are told: all frames being the same is not all octets being the same', () => {
  expect(compareRuns(one, timelineOf(frames, {}, 'other'))).toEqual({ level: 'alike', fields: ['comments'] })
})

describe('what kernels draw at random', () => {
  test.each<[keyof typeof DRAWN, string[]]>([
    ['clientIsn', ['tcp.acknowledgement', 'tcp.sequence']],
    ['serverIsn', ['tcp.acknowledgement', 'tcp.sequence']],
    ['port', ['tcp.destinationPort', 'tcp.sourcePort']],
    ['id', ['ipv4.identification']],
    ['echoId', ['icmp.identifier']],
  ])('%s is no difference, and is named', (what, fields) => {
    const other = timelineOf(framesOf({ ...DRAWN, [what]: DRAWN_OTHERWISE[what] }))
    expect(compareRuns(one, other)).toEqual({ level: 'alike', fields })
  })

  test('all of it at once, sequence numbers going past 2³²', () => {
    expect(compareRuns(one, timelineOf(framesOf(DRAWN_OTHERWISE)))).toMatchObject({ level: 'alike' })
  })
})

describe('a difference is found, and named', () => {
  const windowOf = 14 + 20 + 14
  test.each<[what: string, other: Timeline, frame: number, field: string | undefined]>([
    ['a window', patched(1, windowOf, 1), 2, 'tcp.window'],
    ['a TTL', patched(2, 14 + 8, 63), 3, 'ipv4.ttl'],
    ['a MAC address', patched(3, 5, 9), 4, 'ethernet.destination'],
    ['an octet of the payload', timelineOf(framesOf(DRAWN, 'hallo')), 4, 'payload.octets'],
    ['a port that a service listens on', patched(0, 14 + 20 + 3, 81), 1, 'tcp.destinationPort'],
    ['a sequence number further on', patched(3, 14 + 20 + 7, 0), 4, 'tcp.sequence'],
    ['a time, by one nanosecond', shifted(2, 1), 3, 'time'],
    ['a run that began at another time', { ...one, origin: one.origin + 1n }, 1, 'time'],
    [
      'a place',
      {
        ...one,
        frames: one.frames.map((frame) => (frame.id === 2 ? { ...frame, point: 'lb:eth0' } : frame)),
      },
      2,
      'point',
    ],
    ['a frame that is missing', timelineOf(frames.slice(0, 4)), 5, undefined],
    ['a frame too many', timelineOf([...frames, ...frames.slice(0, 1)]), 6, undefined],
    [
      'two frames the other way round',
      timelineOf(frames.toSpliced(0, 2, ...frames.slice(0, 2).toReversed())),
      1,
      'ethernet.destination',
    ],
  ])('%s', (_what, other, frame, name) => {
    const agreement = compareRuns(one, other)
    expect(agreement).toMatchObject({ level: 'different', difference: { kind: 'frame', frame } })
    const field =
      agreement.level === 'different' && agreement.difference.kind === 'frame' && agreement.difference.field
    expect(field ? field.name : undefined).toBe(name)
  })

  test('the first one, where there are several', () => {
    const both = framesOf(DRAWN).map((bytes, index) => (index >= 2 ? bytes.with(14 + 8, 60 + index) : bytes))
    expect(compareRuns(one, timelineOf(both))).toMatchObject({
      difference: { frame: 3, field: { name: 'ipv4.ttl', one: '64', other: '62' } },
    })
  })

  test.each<[what: string, view: Partial<RunView>, name: string]>([
    ['a verdict', { verdicts: [verdict('lost 29 to 57')] }, 'verdict dr/answered'],
    ['a time on the timeline', { happened: [{ event: 'cut', at: 3001, milliseconds: 0 }] }, 'event cut'],
    [
      'the answer to an attempt',
      {
        probes: [
          {
            probe: 'web',
            from: 'client',
            attempts: [{ outcome: 'answered', milliseconds: 0, server: 'rs2' }],
          },
        ],
      },
      'attempt 1 of web',
    ],
  ])('%s, all frames being the same', (_what, view, name) => {
    const first = timelineOf(frames, {
      verdicts: [verdict('lost 29 to 56')],
      happened: [{ event: 'cut', at: 3000, milliseconds: 0 }],
      probes: [
        { probe: 'web', from: 'client', attempts: [{ outcome: 'answered', milliseconds: 0, server: 'rs1' }] },
      ],
    })
    const other = { ...first, view: { ...first.view, ...view } }
    expect(compareRuns(first, other)).toMatchObject({
      level: 'different',
      difference: { kind: 'fact', name },
    })
  })
})
