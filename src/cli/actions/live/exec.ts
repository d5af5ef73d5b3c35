import { constants } from 'node:os'
import type { ProcessEnd } from '../../../protocol/messages.ts'
import { tellProblem, withNode } from './problem.ts'

/** Runs a command on a node with the streams of this process; gives its exit status. */
export function execCommand(name: string, node: string, words: readonly string[]): Promise<number> {
  return withNode(name, node, async (live) => {
    const argv = words[0] === '--' ? words.slice(1) : words
    const session = live.session({ node, argv }, (stream, octets) => process[stream].write(octets))
    if (process.stdin.isTTY) session.end()
    else process.stdin.on('data', (octets: Buffer) => session.write(octets)).on('end', () => session.end())
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => session.kill())
    const end = await session.ended
    process.stdin.destroy()
    return end.ok ? statusOf(end.value) : tellProblem(end.error)
  })
}

/** As a shell says it: 128 and the number of the signal. */
export function statusOf({ status, signal }: ProcessEnd): number {
  return status ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)
}
