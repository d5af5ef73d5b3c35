import { existsSync, readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import type { CapturePoint } from '../plan/types.ts'
import { FIRST_SENTINEL, LAST_SENTINEL, type WatchValue } from '../protocol/messages.ts'
import type { CaptureRecord } from '../verdict/types.ts'
import { Failure, lastLines } from './failure.ts'
import { SentinelSearch, sendSentinels } from './sentinel.ts'
import { waitFor } from './wait.ts'

/** The captures that a script has started, from proven alive to read out. */
export class Captures {
  readonly #points: readonly CapturePoint[]
  readonly #folder: string

  constructor(points: readonly CapturePoint[], folder: string) {
    this.#points = points
    this.#folder = folder
  }

  /** Every tcpdump listens, and saw a sentinel frame. */
  async watch(timeoutMs: number): Promise<WatchValue> {
    for (const point of this.#points) {
      await waitFor(`tcpdump at ${point.point} to listen`, timeoutMs, () => this.#listens(point))
    }
    for (const point of this.#points) this.#prefer(point)
    await this.#proveBySentinel(FIRST_SENTINEL, timeoutMs)
    return { live: this.#points.map((point) => point.point) }
  }

  /** Every tcpdump saw the closing sentinel, and so every frame before it; then it is ended and counted. */
  async drain(timeoutMs: number): Promise<CaptureRecord[]> {
    const drained = await this.#drained(timeoutMs)
    for (const point of this.#points) this.#interrupt(point)
    const records: CaptureRecord[] = []
    for (const point of this.#points) {
      await waitFor(`tcpdump at ${point.point} to end`, timeoutMs, () => !this.#runs(point))
      records.push({ point: point.point, live: true, drained, ...countsOf(this.#log(point)) })
    }
    return records
  }

  async #drained(timeoutMs: number): Promise<boolean> {
    try {
      await this.#proveBySentinel(LAST_SENTINEL, timeoutMs)
      return true
    } catch (error) {
      if (error instanceof Failure) return false
      throw error
    }
  }

  async #proveBySentinel(token: string, timeoutMs: number): Promise<void> {
    await sendSentinels(this.#points, token)
    for (const point of this.#points) {
      const search = new SentinelSearch(this.#path(point, 'pcap'), token)
      await waitFor(`the ${token} sentinel frame at ${point.point}`, timeoutMs, () => search.found())
    }
  }

  /** tcpdump says so on standard error once its socket receives (pcap_activate(3PCAP) has returned). */
  #listens(point: CapturePoint): boolean {
    const log = this.#log(point)
    if (log.includes('listening on')) return true
    if (!this.#runs(point)) throw new Failure(`tcpdump at ${point.point} ended`, lastLines(log))
    return false
  }

  #runs(point: CapturePoint): boolean {
    return existsSync(`/proc/${this.#pid(point)}/exe`)
  }

  /** Before those whose packets it captures: a transfer at full speed would have it drop more than half of them. */
  #prefer(point: CapturePoint): void {
    try {
      setPriority(this.#pid(point), constants.priority.PRIORITY_HIGHEST)
    } catch {
      // Somebody else's root may not; then tcpdump counts what it drops, and verdicts take that into account.
    }
  }

  #interrupt(point: CapturePoint): void {
    if (this.#runs(point)) process.kill(this.#pid(point), 'SIGINT')
  }

  #pid(point: CapturePoint): number {
    return Number(readFileSync(this.#path(point, 'pid'), 'utf8'))
  }

  #log(point: CapturePoint): string {
    return readFileSync(this.#path(point, 'log'), 'utf8')
  }

  #path(point: CapturePoint, ending: string): string {
    return `${this.#folder}/captures/${point.point}.${ending}`
  }
}

/** tcpdump's last words: `12 packets captured`, `0 packets dropped by kernel`. */
function countsOf(log: string): { frames: number; dropped?: number } {
  const frames = Number(/^(\d+) packets? captured/m.exec(log)?.[1] ?? 0)
  const dropped = /^(\d+) packets? dropped by (?:kernel|interface)/m.exec(log)?.[1]
  return { frames, ...(dropped === undefined ? {} : { dropped: Number(dropped) }) }
}
