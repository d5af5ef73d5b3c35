import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect } from 'vitest'
import { readEvents } from '../../../src/events/read.ts'
import type { RunEvent } from '../../../src/events/types.ts'
import { foldAll, type RunView } from '../../../src/events/view.ts'
import { scratch } from '../../support/scratch.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** The command as it is shipped: the bundle, in the Node.js that runs the tests. */
export const COMMAND: readonly string[] = [process.execPath, join(ROOT, 'dist/cli.js')]

/** Path of a lab that only tests need. */
export const fixture = (name: string): string => join(ROOT, 'test/labs/fixtures', name, 'lab.yaml')

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  /** Words before the command. */
  readonly prefix?: readonly string[]
}

/** Starts lvslab as a process of its own. Neither its exit status nor a signal is an exception. */
export function start(args: readonly string[], { env = {}, prefix = [] }: Surroundings = {}) {
  const [program = '', ...words] = [...prefix, ...COMMAND, ...args]
  return execa(program, words, { reject: false, cleanup: true, env, stdin: 'ignore', all: true })
}

/** A run that has ended, with what it left in its folder. */
export interface FinishedRun {
  readonly out: string
  readonly status: number | undefined
  /** Everything that it printed. */
  readonly text: string
  readonly events: readonly RunEvent[]
  readonly view: RunView
}

/** Runs a lab in User-Mode Linux, unless the arguments ask for another kernel, and waits for its end. */
export async function run(args: readonly string[], surroundings: Surroundings = {}): Promise<FinishedRun> {
  const out = scratch()
  const kernel = args.includes('--kernel') ? [] : ['--kernel', 'uml']
  const ended = await start(['run', ...args, ...kernel, '--timeout', '300', '--out', out], surroundings)
  const events = eventsIn(out, ended.all)
  return { out, status: ended.exitCode, text: ended.all, events, view: foldAll(events) }
}

/** What a run has written to its event stream so far; it has to be readable at any moment. */
export function eventsIn(out: string, told = ''): readonly RunEvent[] {
  const read = readEvents(readFileSync(join(out, 'events.jsonl'), 'utf8'))
  return read.ok ? read.events : expect.fail(`${read.error.message}\n${told}`)
}

/** The run passed; if not, the failure shows what it printed. */
export function expectPass(finished: FinishedRun): void {
  expect(finished.status, finished.text).toBe(0)
  expect(finished.view.end?.outcome).toBe('pass')
}

export function resultIn(out: string): unknown {
  return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))
}
