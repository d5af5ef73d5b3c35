import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { savedRuns } from '../../src/cli/ui/saved-runs.ts'
import { recorded } from '../support/runs/recorded.ts'
import { scratch } from '../support/scratch.ts'

/** A folder with runs of these names, each with these lines of events. */
function runsWith(runs: Readonly<Record<string, readonly string[]>>): string {
  const folder = scratch('runs')
  for (const [name, lines] of Object.entries(runs)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'events.jsonl'), lines.map((line) => `${line}\n`).join(''))
  }
  return folder
}

const events = recorded('arp-announce-off').map((event) => JSON.stringify(event))

test('saved runs are listed newest first, with what was run and how that ended', () => {
  const folder = runsWith({ '2026-01-01T00.00.00-dr': events, '2026-02-01T00.00.00-dr': events })
  const [newest, oldest, ...more] = savedRuns(folder)
  expect(newest).toMatchObject({ lab: 'dr', change: 'arp-announce-off', outcome: 'fail' })
  expect(
    [newest?.folder, oldest?.folder].map((path) => path?.slice(folder.length + 1, folder.length + 8)),
  ).toEqual(['2026-02', '2026-01'])
  expect(more).toEqual([])
})

test('a run that was killed has no outcome', () => {
  const [run] = savedRuns(runsWith({ killed: events.slice(0, -1) }))
  expect(run).toMatchObject({ lab: 'dr' })
  expect(run).not.toHaveProperty('outcome')
})

test('what is no run is left out, and so is a folder of runs that is not there', () => {
  expect(savedRuns(runsWith({ empty: [], text: ['hello'] }))).toEqual([])
  expect(savedRuns('/no/such/folder')).toEqual([])
})
