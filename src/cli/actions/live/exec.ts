import { once } from 'node:events'
import { constants } from 'node:os'
import type { ProcessEnd, StreamName } from '../../../protocol/messages.ts'
import { refuse } from '../../output.ts'
import { onEndingSignal, tellProblem, withNode } from './problem.ts'

/** The shell tells a command that is not there (127) from one that may not be run (126); ip-netns(8) does not. */
const RUN = ['sh', '-c', 'exec "$@"', 'sh'] as const

/** Runs a command on a node with the streams of this process; gives its exit status. */
export function execCommand(name: string, node: string, words: readonly string[]): Promise<number> {
  const argv = words[0] === '--' ? words.slice(1) : words
  if (argv.length === 0) return Promise.resolve(refuse('name a command after --'))
  return withNode(name, node, async (live) => {
    const session = live.session({ node, argv: [...RUN, ...argv] }, passOn)
    if (process.stdin.isTTY) session.end()
    else process.stdin.on('data', (octets: Buffer) => session.write(octets)).on('end', () => session.end())
    onEndingSignal(session.kill)
    const end = await session.ended
    process.stdin.destroy()
    return end.ok ? statusOf(end.value) : tellProblem(end.error)
  })
}

/** Whoever reads slowly is waited for. */
export function passOn(stream: StreamName, octets: Buffer): Promise<unknown> | undefined {
  return process[stream].write(octets) ? undefined : once(process[stream], 'drain').catch(() => {})
}

/** As a shell says it: 128 and the number of the signal. */
export function statusOf({ status, signal }: ProcessEnd): number {
  return status ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)
}
