import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { assertApi } from './assert-answers.ts'
import type { AssertModule } from './assert-api.ts'
import type { View } from './view.ts'
import { messageOf } from './words.ts'

/** Where this program is: beside its sources, or wherever the bundler has put it. */
export const PROGRAM = new URL(import.meta.url)

/** What the program is handed as its worker data. */
export interface Task {
  readonly assertFile: string
  readonly view: View
}

/** What it says before it ends: what assert.ts returned, unchecked, or why there is nothing. */
export type Answer = { readonly results: unknown } | { readonly problem: string }

// The front-end loads this module as well, to know PROGRAM.
if (isTask(workerData)) void work(workerData)

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'assertFile' in data && 'view' in data
}

async function work(task: Task): Promise<void> {
  say(await answerTo(task))
  // Ends what assert.ts has left running, timers for one. Unlike terminate(), it still writes out what was printed.
  process.exit()
}

/** Loads assert.ts, whose types Node strips, and calls it. */
async function answerTo({ assertFile, view }: Task): Promise<Answer> {
  try {
    const module: { default?: unknown } = await import(pathToFileURL(assertFile).href)
    if (typeof module.default !== 'function')
      return { problem: `${assertFile} has no default export that is a function` }
    return { results: await (module.default as AssertModule)(view, assertApi(view)) }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

/** Results that cannot be copied to the front-end, functions for example, are a problem like any other. */
function say(answer: Answer): void {
  try {
    parentPort?.postMessage(answer)
  } catch (error) {
    parentPort?.postMessage({
      problem: `its results are not plain data: ${messageOf(error)}`,
    } satisfies Answer)
  }
}
