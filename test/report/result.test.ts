import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEvents } from '../../src/events/read.ts'
import type { RunEvent } from '../../src/events/types.ts'
import { eventsWriter, resultWriter } from '../../src/report/artifacts.ts'
import { resultJsonSchema, resultSchema } from '../../src/report/result-schema.ts'
import { daemonFailed, deadRip, dropped, interrupted, looped, unsupported } from '../support/runs/broken.ts'
import { arpIgnoreOff, drRun } from '../support/runs/dr.ts'
import { recorded } from '../support/runs/recorded.ts'

const DOCS = join(import.meta.dirname, '../../docs')
const real = { 'a real run': recorded('dr'), 'a real fault': recorded('arp-announce-off') }
const runs = { healthy: drRun(), arpIgnoreOff: arpIgnoreOff(), deadRip: deadRip(), looped: looped() }
const broken = {
  unsupported: unsupported(),
  dropped: dropped(),
  daemonFailed: daemonFailed(),
  interrupted: interrupted(),
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(events: readonly RunEvent[]): void {
  const writers = [eventsWriter(folder), resultWriter(folder)]
  for (const event of events) for (const writer of writers) writer.handle(event)
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8')

test('docs/result.schema.json is up to date (vitest -u writes it)', async () => {
  const text = `${JSON.stringify(resultJsonSchema(), undefined, 2)}\n`
  await expect(text).toMatchFileSnapshot(join(DOCS, 'result.schema.json'))
})

describe.each(Object.entries({ ...real, ...runs, ...broken }))('the files of %s', (_name, events) => {
  test('result.json follows its schema and tells the outcome', () => {
    write(events)
    const result = resultSchema.parse(JSON.parse(read('result.json')))
    const end = events.at(-1)
    expect(end?.type === 'run-ended' && end.outcome).toBe(result.outcome)
  })

  test('events.jsonl reads back as what was emitted', () => {
    write(events)
    expect(readEvents(read('events.jsonl'))).toEqual({ ok: true, events })
  })
})

test('result.json holds journeys in the notation, verdicts with frames, artifacts by name', () => {
  write(arpIgnoreOff())
  const result = resultSchema.parse(JSON.parse(read('result.json')))
  expect(result.journeys.slice(0, 3).flatMap(({ hops }) => hops.map(({ text }) => text))).toEqual([
    'client:ff/who-has VIP tell CIP',
    'director:client/VIP is-at director',
    'rs1:client/VIP is-at rs1',
  ])
  const failed = result.verdicts.filter(({ status }) => status === 'fail')
  expect(failed).toMatchObject([
    { frames: [5, 7, 9], diagnosis: { cause: 'arp-ignore', nodes: ['rs1', 'rs2'] } },
  ])
  expect(result.artifacts).toEqual(['capture.pcapng', 'rs1-http.log', 'rs2-http.log'])
})

test('a run that is killed leaves its events up to there, and no result', () => {
  write(drRun().slice(0, 5))
  expect(readdirSync(folder)).toEqual(['events.jsonl'])
  expect(readEvents(read('events.jsonl'))).toMatchObject({ ok: true, events: { length: 5 } })
})

test('events of another run are not overwritten', () => {
  write(drRun())
  expect(() => eventsWriter(folder)).toThrow('EEXIST')
})
