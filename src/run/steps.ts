import type { RunEventBody } from '../events/types.ts'

export type Say = (event: RunEventBody) => void

/** Announces a step, carries it out, and says how long it took and what was learnt. */
export async function step<Value>(
  say: Say,
  title: string,
  work: () => Promise<Value>,
  learnt: (value: Value) => string | undefined = () => undefined,
): Promise<Value> {
  const begun = performance.now()
  say({ type: 'step-started', title })
  const value = await work()
  say(ended(title, begun, learnt(value)))
  return value
}

/**
 * Steps that are announced from elsewhere, one after the other: each ends when the next one begins. For the
 * steps of a plan, of which the engine says only the beginnings.
 */
export class StepSequence {
  readonly #say: Say
  #running: { title: string; begun: number } | undefined

  constructor(say: Say) {
    this.#say = say
  }

  begin(title: string): void {
    this.end()
    this.#running = { title, begun: performance.now() }
    this.#say({ type: 'step-started', title })
  }

  end(): void {
    if (this.#running !== undefined) this.#say(ended(this.#running.title, this.#running.begun))
    this.#running = undefined
  }
}

function ended(title: string, begun: number, detail?: string): RunEventBody {
  const milliseconds = Math.round(performance.now() - begun)
  return { type: 'step-ended', title, milliseconds, ...(detail === undefined ? {} : { detail }) }
}
