import { FIRST_PROBE_PORT } from '../plan/sequence.ts'

/** Ports from the first one on, as many as this, are given to attempts; see ip_local_port_range for who else has them. */
const MOST_PORTS = 20_000

/** How many rounds are remembered: what belongs to older ones has long been given up by TCP. */
const MOST_ROUNDS = 20

/** Local ports of attempts: each round has ports of its own, so that what is left of earlier ones can be told apart. */
export class Ports {
  readonly #past: { readonly from: number; readonly to: number }[] = []
  #next = FIRST_PROBE_PORT

  /** Gives the first of so many ports, which belong to the round that begins now. */
  take(count: number): number {
    if (this.#next + count > FIRST_PROBE_PORT + MOST_PORTS) this.#next = FIRST_PROBE_PORT
    const from = this.#next
    this.#next += count
    this.#past.unshift({ from, to: this.#next })
    this.#past.splice(MOST_ROUNDS)
    return from
  }

  /** Whether a port belongs to a round before the last one. */
  isPast(port: number): boolean {
    const round = this.#past.findIndex(({ from, to }) => port >= from && port < to)
    return round > 0
  }
}
