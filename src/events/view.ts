import type { Exchange, Journey } from '../journey/types.ts'
import type {
  AddressChange,
  CaptureRecord,
  Happened,
  NetworkState,
  NodeState,
  ProbeResult,
  Tables,
  Verdict,
} from '../verdict/types.ts'
import type { Names, RunEnded, RunEvent, RunStarted } from './types.ts'

/** One step as far as it has come: waiting, then running since `startedAt`, then done. */
export type StepView =
  | { readonly state: 'waiting'; readonly title: string }
  | { readonly state: 'running'; readonly title: string; readonly startedAt: number }
  | {
      readonly state: 'done'
      readonly title: string
      readonly milliseconds: number
      readonly detail?: string
    }

/** Everything that is known about a run so far. Front-ends show this and nothing else. */
export interface RunView {
  /** Absent when the run ended before it had a kernel. */
  readonly start?: RunStarted
  readonly steps: readonly StepView[]
  /** Capture points, `node:interface`, from the moment tcpdump was started on them. */
  readonly points: readonly string[]
  readonly probes: readonly ProbeResult[]
  /** What happened on the timeline so far. */
  readonly happened: readonly Happened[]
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  /** Nodes and networks before the probes, where that was read. */
  readonly before?: Tables
  readonly captures: readonly CaptureRecord[]
  /** When the first frame was captured: milliseconds since 1970-01-01 UTC by the kernel's clock; 0 before that is known. */
  readonly origin: number
  readonly addressChanges: readonly AddressChange[]
  readonly names: Names
  readonly journeys: readonly Journey[]
  readonly exchanges: readonly Exchange[]
  readonly verdicts: readonly Verdict[]
  /** Absent while the run goes on. */
  readonly end?: RunEnded
}

export const emptyView: RunView = {
  steps: [],
  points: [],
  probes: [],
  happened: [],
  nodes: [],
  networks: [],
  captures: [],
  origin: 0,
  addressChanges: [],
  names: { macs: {}, addresses: {} },
  journeys: [],
  exchanges: [],
  verdicts: [],
}

/** The view after one more event. Pure: the view given is left as it was. */
export function fold(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'run-started':
      return { ...view, start: event, steps: event.steps.map((title) => ({ state: 'waiting', title })) }
    case 'step-started':
      return withStep(view, { state: 'running', title: event.title, startedAt: event.at })
    case 'step-ended': {
      const detail = event.detail === undefined ? {} : { detail: event.detail }
      return withStep(view, {
        state: 'done',
        title: event.title,
        milliseconds: event.milliseconds,
        ...detail,
      })
    }
    case 'capture-started':
      return { ...view, points: [...view.points, ...event.points] }
    case 'probe-ended':
      return { ...view, probes: withResult(view.probes, event.result) }
    case 'happened':
      return { ...view, happened: [...view.happened, event.what] }
    case 'observed': {
      const { nodes, networks, before, captures, origin, addressChanges } = event
      return { ...view, nodes, networks, captures, origin, addressChanges, ...(before && { before }) }
    }
    case 'judged': {
      const { names, journeys, exchanges, verdicts } = event
      return { ...view, names, journeys, exchanges, verdicts }
    }
    case 'run-ended':
      return { ...view, end: event }
  }
}

/** The view after a whole stream, for example one that was read back from events.jsonl. */
export function foldAll(events: Iterable<RunEvent>): RunView {
  let view = emptyView
  for (const event of events) view = fold(view, event)
  return view
}

/** A probe whose connections were held ends a second time. */
function withResult(probes: readonly ProbeResult[], result: ProbeResult): readonly ProbeResult[] {
  const place = probes.findIndex(({ probe }) => probe === result.probe)
  return place < 0 ? [...probes, result] : probes.with(place, result)
}

/** Puts a step in the place of the announced one with its title, or at the end if none was announced. */
function withStep(view: RunView, step: StepView): RunView {
  const place = view.steps.findIndex(({ title, state }) => title === step.title && state !== 'done')
  const steps = place < 0 ? [...view.steps, step] : view.steps.with(place, step)
  return { ...view, steps }
}
