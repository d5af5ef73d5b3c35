import { Worker } from 'node:worker_threads'
import type { Answer, Task } from './assert-worker.ts'
import { messageOf } from './words.ts'

/**
 * Runs a lab's assert.ts in a thread of its own, on a copy of the evidence: process.exit() ends that thread alone,
 * and an endless loop can be stopped. What it prints goes to stderr, for stdout is the reporters'. The answer
 * comes from the lab's code and is whatever that says. Rejects where the evidence cannot be copied, which is a bug.
 */
export async function answerOf(task: Task, patienceMs: number): Promise<Answer> {
  const { PROGRAM } = await import('./assert-worker.ts')
  const worker = new Worker(PROGRAM, {
    workerData: task,
    stdout: true,
    // Flags of this process may be unfit for a thread. Stripping types is an experiment to Node 22.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  worker.stdout.pipe(process.stderr, { end: false })
  return ending(worker, patienceMs)
}

/** The first that was heard of a thread, once it has ended. */
function ending(worker: Worker, patienceMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    let answer: Answer | undefined
    const hear = (heard: Answer) => {
      answer ??= heard
    }
    const deadline = setTimeout(() => {
      hear({ problem: `it did not end within ${patienceMs / 1000} s, and was stopped` })
      void worker.terminate()
    }, patienceMs)
    worker.on('message', hear)
    worker.on('error', (error) => hear({ problem: messageOf(error) }))
    worker.on('exit', (status) => {
      clearTimeout(deadline)
      resolve(answer ?? { problem: silence(status) })
    })
  })
}

function silence(status: number): string {
  return `it ended without results, with status ${status}: by process.exit(), or waiting for what can never come`
}
