import type { RunView } from '../../events/view.ts'
import { journeyNotation, named } from '../../journey/notation.ts'
import type { Parting } from '../../repeat/account.ts'
import type { Timeline } from '../../repeat/timeline.ts'
import { decodeFrame } from '../../wire/frames.ts'
import type { Frame } from '../../wire/types.ts'
import type { Page } from '../page.ts'
import { cut, padTo } from '../text.ts'

/** Where a run parts from the first one: the frame, both as decoded, and the field that differs in it. */
export function differenceLines(
  first: Timeline,
  { run, timeline, difference }: Parting,
  page: Page,
): string[] {
  if (difference.kind === 'fact') {
    return [
      `${difference.name}; all frames are the same`,
      ...pair(run, difference.one, difference.other, page),
    ]
  }
  const { frame, one, other, field } = difference
  const texts = [textOf(first, first.origin, one), textOf(timeline, first.origin, other)] as const
  const place = (one ?? other)?.point
  return [
    `frame ${frame} at ${place}${field ? `: ${field.name}` : ''}`,
    ...(field ? pair(run, field.one, field.other, page) : []),
    '',
    'decoded',
    ...pair(run, ...texts, page),
  ]
}

/** The two runs under each other. */
function pair(run: number, one: string, other: string, { width }: Page): string[] {
  const name = (number: number) => `  ${padTo(`run ${run}`.length, `run ${number}`)}  `
  return [name(1) + cut(width - name(1).length, one), name(run) + cut(width - name(run).length, other)]
}

/** `12.004512000 s lb1:eth0 client:lb1/CIP:40001→VIP:80 SYN`, counted from the first frame of the first run. */
function textOf({ origin: begun, view }: Timeline, origin: bigint, frame: Frame | undefined): string {
  if (!frame) return 'has no such frame'
  return `${secondsText(begun + BigInt(frame.time) - origin)} ${frame.point} ${packetText(view, frame)}`
}

function secondsText(nanoseconds: bigint): string {
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, '0')
  return `${nanoseconds < 0n ? '−' : ''}${digits.slice(0, -9)}.${digits.slice(-9)} s`
}

/** The frame as its run understood it; of one that belongs to no packet, its headers. */
function packetText({ journeys, names }: RunView, frame: Frame): string {
  for (const journey of journeys)
    for (const hop of journey.hops)
      if (hop.sightings.some((sighting) => sighting.frame === frame.id)) {
        const summary = journey.neighbour === undefined ? ` ${named(journey.summary, names)}` : ''
        return journeyNotation(journey, hop, names, { ports: true }) + summary
      }
  return decodeFrame(frame)
    .map(({ protocol }) => protocol)
    .join(' ')
}
