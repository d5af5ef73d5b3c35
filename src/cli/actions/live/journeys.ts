import { emptyView } from '../../../events/view.ts'
import { buildJourneys } from '../../../journey/build.ts'
import { inOrder } from '../../../journey/causal-order.ts'
import type { MacOwner, Names } from '../../../journey/types.ts'
import type { LiveClient } from '../../../live/client.ts'
import { Tap, type TapPoint, type TappedFrame } from '../../../live/tap.ts'
import { journeyLines } from '../../../report/journeys.ts'
import { pageFor } from '../../../report/page.ts'
import { macOwners } from '../../../run/owners.ts'
import type { Frame } from '../../../wire/types.ts'
import { exitStatus } from '../../exit.ts'
import { print } from '../../output.ts'
import { onEndingSignal, tellProblem, withStatus } from './problem.ts'

/** Traffic has paused when nothing was seen for so long, in milliseconds; what belongs together comes closer. */
const PAUSE = 400
/** Longest that is waited for a pause, in milliseconds. */
const LONGEST = 3000

export interface JourneysFlags {
  readonly follow?: true
  readonly all?: true
}

/** Shows packets hop by hop as they come; gives the exit status. */
export function journeysCommand(name: string, flags: JourneysFlags): Promise<number> {
  return withStatus(name, async (live, status) => {
    const observed = await live.observe()
    if (!observed.ok) return tellProblem(observed.error)
    const { nodes, names } = observed.value
    const show = (frames: readonly Frame[], points: readonly string[]) =>
      print(linesOf(frames, points, macOwners(nodes), names, flags.all === true))
    return follow(live, status.points, show, flags.follow === true)
  })
}

function linesOf(
  frames: readonly Frame[],
  points: readonly string[],
  owners: readonly MacOwner[],
  names: Names,
  all: boolean,
): string {
  const sorted = inOrder(frames, owners)
  const begun = sorted[0]?.time ?? 0
  const ordered = sorted.map((frame, index) => ({
    ...frame,
    id: index + 1,
    time: frame.time - begun,
  }))
  const view = { ...emptyView, points, names, ...buildJourneys(ordered, owners, points) }
  return journeyLines(view, { ...pageFor(process.stdout), all }).join('\n')
}

async function follow(
  live: LiveClient,
  names: readonly string[],
  show: (frames: readonly Frame[], points: readonly string[]) => void,
  on: boolean,
): Promise<number> {
  const seen: TappedFrame[] = []
  let points: readonly TapPoint[] = []
  let [pause, longest]: [NodeJS.Timeout | undefined, NodeJS.Timeout | undefined] = [undefined, undefined]
  const flush = () => {
    clearTimeout(pause)
    clearTimeout(longest)
    longest = undefined
    show(framesOf(seen.splice(0), points), names)
    if (!on) tap.end()
  }
  const tap = new Tap(live, names, (frame) => {
    seen.push(frame)
    clearTimeout(pause)
    pause = setTimeout(flush, PAUSE)
    longest ??= setTimeout(flush, LONGEST)
  })
  onEndingSignal(() => tap.end())
  tap.listening.then((all) => {
    points = all
    process.stderr.write(`watching ${names.length} interfaces; Ctrl-C ends it\n`)
  })
  const problem = await tap.ended
  return problem === undefined ? exitStatus('pass') : tellProblem(problem)
}

/** As one capture. Times count from the first frame that came, which need not be the first that was sent. */
function framesOf(seen: readonly TappedFrame[], points: readonly TapPoint[]): Frame[] {
  const [first] = seen
  return seen.map((frame, index) => ({
    id: index + 1,
    point: points[frame.point]?.name ?? '',
    // The difference comes before the product, which no number could hold to the nanosecond.
    time: (frame.seconds - (first?.seconds ?? 0)) * 1e9 + (frame.nanoseconds - (first?.nanoseconds ?? 0)),
    bytes: frame.bytes,
    originalLength: frame.originalLength,
    linkType: points[frame.point]?.linkType ?? 0,
  }))
}
