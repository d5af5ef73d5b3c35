import { existsSync } from 'node:fs'
import type { Problem } from '../../../events/types.ts'
import type { LiveClient } from '../../../live/client.ts'
import { Tap, type TappedFrame } from '../../../live/tap.ts'
import { PcapngWriter } from '../../../wire/pcapng-writer.ts'
import { exitStatus } from '../../exit.ts'
import { refuse } from '../../output.ts'
import { onEndingSignal, tellProblem, withStatus } from './problem.ts'

/** Writes what passes on interfaces as pcapng; gives the exit status. */
export async function captureCommand(
  name: string,
  wanted: string | undefined,
  { write: file }: { readonly write?: string },
): Promise<number> {
  if (file === undefined && process.stdout.isTTY)
    return refuse('a capture is not for a terminal: name a file with --write, or read it from a pipe')
  if (file !== undefined && existsSync(file))
    return refuse(`${file} is there already: nothing is overwritten`)
  return withStatus(name, async (live, { points }) => {
    const chosen = points.filter(
      (point) => wanted === undefined || point === wanted || point.startsWith(`${wanted}:`),
    )
    if (chosen.length > 0) return record(live, chosen, file ?? '/dev/stdout')
    return refuse(`${live.name} has no interface ${wanted}; it has ${points.join(', ')}`)
  })
}

async function record(live: LiveClient, names: readonly string[], path: string): Promise<number> {
  let take: (frame: TappedFrame) => void = () => {}
  const tap = new Tap(live, names, (frame) => take(frame))
  const broken = tap.ended
  onEndingSignal(() => tap.end())
  process.on('SIGPIPE', () => tap.end())
  const points = await Promise.race([tap.listening, broken.then(() => undefined)])
  if (points === undefined) return statusOf(await broken)
  const writer = new PcapngWriter(path, points)
  let frames = 0
  take = ({ point, seconds, nanoseconds, bytes, originalLength }) => {
    frames += 1
    writer.write(point, seconds, nanoseconds, bytes, 0, bytes.length, originalLength)
    // A reader that has gone is how a capture into a pipe ends.
    if (writer.flush() !== undefined) tap.end()
  }
  if (writer.flush() !== undefined) tap.end()
  else process.stderr.write(`capturing on ${names.join(', ')}; Ctrl-C ends it\n`)
  const problem = await broken
  const failure = writer.close() as NodeJS.ErrnoException | undefined
  process.stderr.write(`${frames} frames captured\n`)
  if (failure !== undefined && failure.code !== 'EPIPE' && problem === undefined)
    return tellProblem({ message: failure.message })
  return statusOf(problem)
}

const statusOf = (problem: Problem | undefined): number =>
  problem === undefined ? exitStatus('pass') : tellProblem(problem)
