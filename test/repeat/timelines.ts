import { emptyView, type RunView } from '../../src/events/view.ts'
import type { Timeline } from '../../src/repeat/timeline.ts'
import type { Frame } from '../../src/wire/types.ts'
import { echo, ethernet, ipv4, tcp, text } from '../support/frames.ts'

/** What a made-up kernel drew at random in a run. */
export interface Drawn {
  readonly clientIsn: number
  readonly serverIsn: number
  readonly port: number
  readonly id: number
  readonly echoId: number
}

const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' }
const BACK = { from: MACS.to, to: MACS.from }

/** A connection with one request and its answer, and an echo request, 1 ms between frames. */
export function framesOf({ clientIsn, serverIsn, port, id, echoId }: Drawn, said = 'hello'): Uint8Array[] {
  const there = { source: '10.0.0.1', destination: '10.0.0.2', protocol: 'tcp' } as const
  const back = { source: '10.0.0.2', destination: '10.0.0.1', protocol: 'tcp' } as const
  const out = { sourcePort: port, destinationPort: 80 }
  const into = { sourcePort: 80, destinationPort: port }
  const [c, s] = [clientIsn, serverIsn]
  const send = (fields: object, body = '') => tcp({ ...out, ...fields }, text(body))
  const answer = (fields: object, body = '') => tcp({ ...into, ...fields }, text(body))
  return [
    ethernet(MACS, ipv4({ ...there, id }, send({ sequence: c, flags: 'S' }))),
    ethernet(BACK, ipv4({ ...back }, answer({ sequence: s, acknowledgement: (c + 1) >>> 0, flags: 'S.' }))),
    ethernet(
      MACS,
      ipv4(
        { ...there, id: id + 1 },
        send({ sequence: (c + 1) >>> 0, acknowledgement: (s + 1) >>> 0 }, 'GET /'),
      ),
    ),
    ethernet(
      BACK,
      ipv4(
        { ...back, id: id + 7 },
        answer({ sequence: (s + 1) >>> 0, acknowledgement: (c + 6) >>> 0 }, said),
      ),
    ),
    ethernet(MACS, ipv4({ ...there, protocol: 'icmp', id: id + 9 }, echo('request', echoId, 1))),
  ]
}

export const DRAWN: Drawn = { clientIsn: 1000, serverIsn: 5000, port: 40001, id: 77, echoId: 9 }
export const DRAWN_OTHERWISE: Drawn = {
  clientIsn: 0xfffffffe,
  serverIsn: 123456,
  port: 51234,
  id: 4000,
  echoId: 4711,
}

/** A run that captured these frames at `client:eth0`. */
export function timelineOf(
  bytes: readonly Uint8Array[],
  view: Partial<RunView> = {},
  digest?: string,
): Timeline {
  const frames = bytes.map(
    (octets, index): Frame => ({
      id: index + 1,
      point: 'client:eth0',
      time: index * 1_000_000,
      bytes: octets,
      originalLength: octets.length,
      linkType: 1,
    }),
  )
  const all = Buffer.concat(bytes).toString('hex')
  return {
    digest: digest ?? all,
    frames,
    origin: 1_767_225_600_000_000_000n,
    view: { ...emptyView, ...view },
  }
}
