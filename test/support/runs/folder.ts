import { emptyView, type RunView } from '../../../src/events/view.ts'
import type { Hop, Journey } from '../../../src/journey/types.ts'
import type { RunFile, RunFolder } from '../../../src/report/html/folder.ts'
import { namesOf } from '../../../src/verdict/names.ts'
import { loadFrames } from '../../../src/wire/frames.ts'
import type { Frame } from '../../../src/wire/types.ts'
import { Recording, recordedCapture } from '../recording.ts'
import { drRun } from './dr.ts'

/** What a recorded run would have left in its folder: its real frames, judged again. */
export async function recordedFolder(name: string, change?: string): Promise<RunFolder> {
  const recording = new Recording(name, change)
  const { evidence, lab } = recording
  const loaded = loadFrames(recordedCapture(name, change))
  if (!loaded.ok) throw new Error(loaded.error.message)
  const [start] = drRun()
  const verdicts = await recording.judged()
  const view: RunView = {
    ...emptyView,
    ...evidence,
    nodes: evidence.nodes.map((node) => ({ ...SINCE_RECORDED, ...node })),
    ...(start?.type === 'run-started' && { start: { ...start, lab: lab.name, title: lab.title } }),
    points: evidence.captures.map(({ point }) => point),
    names: namesOf(evidence, lab),
    verdicts,
    end: { type: 'run-ended', outcome: 'pass', milliseconds: 1234, artifacts: [] },
  }
  return { view, frames: loaded.frames, files: FILES }
}

/** What kernels are asked for only since the runs were recorded. */
const SINCE_RECORDED = { ipvs: [], netfilter: [], daemons: [], listening: [] }

const FILES: readonly RunFile[] = [
  { name: 'lab.yaml', text: 'title: a lab\n' },
  { name: 'plan.sh', text: '#!/bin/sh\nip -batch\n' },
  { name: 'rs1-http/log', text: 'started\n' },
  { name: 'rs1-http/nginx.conf', text: 'worker_processes 1;\n' },
]

/** The same packets again and again, until there are so many frames. */
export function manyTimes({ view, frames, files }: RunFolder, atLeast: number): RunFolder {
  const times = Math.ceil(atLeast / frames.length)
  const lasts = (frames.at(-1)?.time ?? 0) + 1e6
  const again = <Value>(one: (round: number) => readonly Value[]) =>
    Array.from({ length: times }, (_, round) => one(round)).flat()
  return {
    files,
    frames: again((round) => frames.map((frame) => later(frame, round * frames.length, round * lasts))),
    view: {
      ...view,
      journeys: again((round) =>
        view.journeys.map((journey) => ({
          ...journey,
          id: journey.id + round * view.journeys.length,
          hops: journey.hops.map((hop) => laterHop(hop, round * frames.length, round * lasts)),
        })),
      ) satisfies Journey[],
    },
  }
}

const later = (frame: Frame, ids: number, time: number): Frame => ({
  ...frame,
  id: frame.id + ids,
  time: frame.time + time,
})

const laterHop = (hop: Hop, ids: number, time: number): Hop => ({
  ...hop,
  sightings: hop.sightings.map((one) => ({ ...one, frame: one.frame + ids, time: one.time + time })),
})
