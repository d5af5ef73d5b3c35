import { join } from 'node:path'
import type { Lab } from '../../../src/lab/types.ts'
import { decodeFrame, loadFrames } from '../../../src/wire/frames.ts'
import type { VrrpLayer } from '../../../src/wire/vrrp.ts'

/** A VRRP advertisement as one node sent or heard it. */
interface Advert {
  /** Milliseconds since the first frame of the run. */
  readonly at: number
  readonly seenBy: string
  readonly source: string
  readonly vrrp: VrrpLayer
}

/** One router after another: how long it waited since it heard the last one, and how long it had to. */
export interface Takeover {
  readonly by: string
  readonly after: 'farewell' | 'silence'
  /** Milliseconds since the first frame of the run. */
  readonly at: number
  /** Milliseconds. */
  readonly waited: number
  readonly due: number
}

/** Milliseconds: the way of an advert, 50 µs, and some looks at the clock. */
export const PUNCTUAL_MS = 0.1

/** Takeovers that VRRP's timers decide, in a run's folder; not those from a master of a lower priority. */
export function takeoversIn(folder: string, { nodes }: Lab): Takeover[] {
  const adverts = advertsIn(folder)
  return nodes.flatMap(({ name, addresses }) => {
    const own = addresses.map(({ cidr }) => cidr.split('/')[0])
    const seen = adverts.filter(({ seenBy }) => seenBy === name)
    const routers = Map.groupBy(seen, ({ vrrp }) => vrrp.routerId)
    return [...routers.values()].flatMap((row) =>
      row.slice(1).flatMap((next, index) => {
        const last = row[index] as Advert
        return own.includes(next.source) && !own.includes(last.source) ? takeover(name, last, next) : []
      }),
    )
  })
}

function takeover(by: string, heard: Advert, sent: Advert): Takeover[] {
  const isFarewell = heard.vrrp.priority === 0
  if (!isFarewell && heard.vrrp.priority < sent.vrrp.priority) return []
  const due = skewOf(sent.vrrp) + (isFarewell ? 0 : 3 * heard.vrrp.interval)
  return [{ by, after: isFarewell ? 'farewell' : 'silence', at: sent.at, waited: sent.at - heard.at, due }]
}

/** Skew_Time in milliseconds: RFC 3768, section 6.1, in version 2; RFC 5798, section 6.1, in version 3. */
const skewOf = ({ version, priority, interval }: VrrpLayer): number =>
  ((256 - priority) / 256) * (version === 2 ? 1000 : interval)

function advertsIn(folder: string): Advert[] {
  const loaded = loadFrames(join(folder, 'capture.pcapng'))
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.frames.flatMap((frame) => {
    const layers = decodeFrame(frame)
    const vrrp = layers.find((layer) => layer.protocol === 'vrrp')
    const ip = layers.find((layer) => layer.protocol === 'ipv4' || layer.protocol === 'ipv6')
    return vrrp && ip
      ? [{ at: frame.time / 1e6, seenBy: frame.point.split(':')[0] ?? '', source: ip.source, vrrp }]
      : []
  })
}
