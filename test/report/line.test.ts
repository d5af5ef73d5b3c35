import { styleText } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readEvents } from '../../src/events/read.ts'
import type { RunEvent } from '../../src/events/types.ts'
import { lineReporter } from '../../src/report/line.ts'
import { type Paint, plain } from '../../src/report/paint.ts'
import { daemonFailed, deadRip, dropped, interrupted, looped, unsupported } from '../support/runs/broken.ts'
import { arpIgnoreOff, drRun } from '../support/runs/dr.ts'
import { recorded } from '../support/runs/recorded.ts'
import { recordingScreen } from '../support/screen.ts'

const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false })

function report(events: readonly RunEvent[], { columns = 80, all = false, paint = plain } = {}): string {
  const screen = recordingScreen({ columns })
  const reporter = lineReporter({ screen, paint, all })
  for (const event of events) reporter.handle(event)
  return screen.text()
}

const runs: Readonly<Record<string, () => readonly RunEvent[]>> = {
  'recorded-dr': () => recorded('dr'),
  'recorded-arp-announce-off': () => recorded('arp-announce-off'),
  'recorded-tun': () => recorded('tun'),
  healthy: () => drRun(),
  'seven-servers': () => drRun({ replicas: 7 }),
  'arp-ignore-off': arpIgnoreOff,
  'dead-rip': deadRip,
  looped,
  dropped,
  'daemon-failed': daemonFailed,
  unsupported,
  interrupted,
}

describe.each(Object.keys(runs))('%s', (name) => {
  const events = runs[name]?.() ?? []

  test.each([80, 120])('as reviewed at %i columns', async (columns) => {
    await expect(report(events, { columns })).toMatchFileSnapshot(`pages/${name}.${columns}.txt`)
  })

  test.each([80, 120])('keeps to %i columns, except for what a daemon wrote', (columns) => {
    const long = report(events, { columns })
      .split('\n')
      .filter((line) => !line.startsWith('  | '))
      .filter((line) => [...line].length > columns)
    expect(long).toEqual([])
  })

  test('reads the same when it is replayed from events.jsonl', () => {
    const read = readEvents(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    expect(read.ok && report(read.events)).toBe(report(events))
  })

  test('colour changes no column', () => {
    const painted = report(events, { paint: coloured })
    expect(painted).toContain('\u001b[')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is control characters
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(report(events))
  })
})

test('with --all nothing is folded', () => {
  const page = report(drRun(), { all: true })
  expect(page).not.toContain('more like this')
  expect(page.match(/ SYN-ACK /g)).toHaveLength(4)
  expect(page.match(/^ +observed /gm)).toHaveLength(8)
})

test('of one exchange, only what repeats itself is left out', () => {
  const [page, whole] = [false, true].map((all) => report(recorded('tun'), { all })) as [string, string]
  const skipped = [...page.matchAll(/… (\d+) packets? more like these …/g)].map(([, number]) =>
    Number(number),
  )
  const packets = (text: string) => text.match(/^ {2}(SYN|FIN|ACK|fragmentation)/gm)?.length ?? 0
  expect(packets(page) + skipped.reduce((sum, each) => sum + each, 0)).toBe(packets(whole))
  expect(page).toContain('the same 6 hops as SYN')
  expect(whole).not.toMatch(/the same|more like/)
})

test('an exchange in which a segment was sent again is not folded into one without', () => {
  const events = drRun().map((event): RunEvent => {
    if (event.type !== 'judged') return event
    const again = event.exchanges[0]?.requests[0]
    const journeys = event.journeys.map((j) => (j.id === again ? { ...j, summary: 'SYN, again' } : j))
    return { ...event, journeys }
  })
  expect(report(events)).toContain('2 more like this, to rs2, rs1')
})

test('control sequences of a daemon do not reach the terminal', () => {
  expect(report(daemonFailed())).not.toContain('\u001b')
})

describe('on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('the running step is kept up to date on one line, and replaced when it is done', () => {
    const screen = recordingScreen({ isTTY: true, columns: 80 })
    const reporter = lineReporter({ screen, paint: plain, all: false })
    const [start, stepStarted, stepEnded] = drRun() as [RunEvent, RunEvent, RunEvent]
    reporter.handle(start)
    reporter.handle(stepStarted)
    vi.advanceTimersByTime(200)
    expect(screen.text()).toContain('\r\u001b[K  0.20 s  Boot the kernel …')
    reporter.handle(stepEnded)
    const length = screen.text().length
    vi.advanceTimersByTime(1000)
    expect(screen.text()).toHaveLength(length)
    expect(screen.text().endsWith('\r\u001b[K  1.16 s  Boot the kernel            Linux 6.1.176\n')).toBe(
      true,
    )
  })

  test('a step longer than the terminal is wide is cut, so that it can be erased', () => {
    const screen = recordingScreen({ isTTY: true, columns: 20 })
    const reporter = lineReporter({ screen, paint: plain, all: false })
    reporter.handle({ at: 0, type: 'step-started', title: 'Wait for a very long time' })
    expect([...(screen.text().split('\u001b[K').at(-1) ?? '')].length).toBeLessThan(20)
    reporter.handle({ at: 0, type: 'run-ended', outcome: 'interrupted', milliseconds: 0, artifacts: [] })
  })
})
