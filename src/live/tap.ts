import type { Problem } from '../events/types.ts'
import { PcapStream, type StreamedFrame } from '../wire/pcap-stream.ts'
import type { LiveClient, LiveSession } from './client.ts'

/** A frame that a tap saw; `point` is an index into its points. */
export interface TappedFrame extends StreamedFrame {
  readonly point: number
}

/** What each point turned out to be. */
export interface TapPoint {
  /** `node:interface` */
  readonly name: string
  readonly linkType: number
}

/** tcpdump on interfaces of a live lab, beside those of a check, for whoever wants the frames as they come. */
export class Tap {
  readonly #points: readonly string[]
  readonly #sessions: readonly LiveSession[]
  readonly #linkTypes = new Map<number, number>()
  readonly #listening = Promise.withResolvers<readonly TapPoint[]>()
  readonly #waiting: TappedFrame[] = []
  readonly #onFrame: (frame: TappedFrame) => void
  #said = ''

  /** `onFrame` hears of no frame before `listening` has resolved. */
  constructor(live: LiveClient, points: readonly string[], onFrame: (frame: TappedFrame) => void) {
    this.#points = points
    this.#onFrame = onFrame
    this.#sessions = points.map((point, index) => this.#open(live, point, index))
  }

  /** All points, once tcpdump listens on each. */
  get listening(): Promise<readonly TapPoint[]> {
    return this.#listening.promise
  }

  /** Resolves when one of them has ended, with the reason if that was not `end`. */
  get ended(): Promise<Problem | undefined> {
    return Promise.race(this.#sessions.map(({ ended }) => ended)).then((end) => {
      if (!end.ok) return end.error
      return end.value.signal === undefined
        ? { message: 'tcpdump ended', detail: this.#said.trim() }
        : undefined
    })
  }

  end(): void {
    for (const session of this.#sessions) session.kill()
  }

  #open(live: LiveClient, point: string, index: number): LiveSession {
    const [node = '', name = ''] = point.split(':')
    const options = ['-n', '-U', '--immediate-mode', '--time-stamp-precision=nano', '-Z', 'root', '-w', '-']
    const stream = new PcapStream(
      (linkType) => this.#started(index, linkType),
      (frame) => this.#hear({ ...frame, point: index }),
    )
    return live.session({ node, argv: ['tcpdump', '-i', name, ...options] }, (output, octets) => {
      if (output === 'stdout') stream.push(octets)
      else this.#said += octets.toString('utf8')
    })
  }

  #started(index: number, linkType: number): void {
    this.#linkTypes.set(index, linkType)
    if (this.#linkTypes.size < this.#points.length) return
    const points = this.#points.map((name, at) => ({ name, linkType: this.#linkTypes.get(at) ?? 0 }))
    this.#listening.resolve(points)
    // After whoever waits for `listening` has heard of it.
    setImmediate(() => {
      for (const frame of this.#waiting.splice(0)) this.#onFrame(frame)
    })
  }

  #hear(frame: TappedFrame): void {
    if (this.#linkTypes.size < this.#points.length || this.#waiting.length > 0) this.#waiting.push(frame)
    else this.#onFrame(frame)
  }
}
