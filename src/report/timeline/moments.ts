import type { RunView } from '../../events/view.ts'
import { macName } from '../../journey/notation.ts'
import type { Journey } from '../../journey/types.ts'
import type { Moment } from './moment.ts'
import { outages } from './outages.ts'

/** What of a run is shown on its time axis. */
type Shown = Pick<
  RunView,
  'start' | 'happened' | 'addressChanges' | 'journeys' | 'probes' | 'origin' | 'names'
>

/** All that a time axis shows, in order: events, addresses that come and go, VRRP, who claims an address, outages. */
export function momentsOf(view: Shown): Moment[] {
  const zero = view.happened.find(({ event }) => event === 'begin')?.at
  if (zero === undefined) return []
  const all = [
    ...events(view),
    ...addresses(view),
    ...view.journeys.flatMap((journey) => packets(view, journey)),
    ...view.probes.flatMap(outages),
  ]
  const since = all.map((one) => ({ ...one, at: one.at - zero }))
  const end = view.start?.timeline?.lastsMs ?? Number.POSITIVE_INFINITY
  return since.filter(({ at }) => at >= 0 && at <= end).toSorted((one, other) => one.at - other.at)
}

function events({ happened, start }: Shown): Moment[] {
  const texts = start?.timeline?.events ?? []
  return happened.map(({ event, at }) => {
    const text = texts.find((one) => one.event === event)?.text
    return { at, who: '', what: text === undefined ? event : `${event}: ${text}` }
  })
}

function addresses({ addressChanges }: Shown): Moment[] {
  return addressChanges.map(({ at, node, interface: name, cidr, change }) => ({
    at,
    who: node,
    what: `${change === 'gained' ? 'holds' : 'gives up'} ${cidr.split('/')[0]} on ${name}`,
  }))
}

/** Beyond this, what comes next is news. */
const BURST_MS = 1000

/** An advert that comes later than this after the last one is late: three intervals make a master down (RFC 5798). */
const LATE = 2.5

function packets({ origin, names, addressChanges }: Shown, journey: Journey): Moment[] {
  const { hops, neighbour, vrrp } = journey
  const [hop] = hops
  const sighting = hop?.sightings[0]
  if (!hop || !sighting) return []
  const who = isVirtual(hop.sourceMac) ? nodeOf(sighting) : macName(hop.sourceMac, names)
  const moment = { at: origin + sighting.time / 1e6, who }
  if (vrrp) {
    const what = `VRRP advert, router ${vrrp.routerId}, priority ${vrrp.priority}`
    return [{ ...moment, what, patienceMs: Math.max(BURST_MS / 10, vrrp.interval * LATE) }]
  }
  const watched = addressChanges.some(({ cidr }) => cidr.split('/')[0] === neighbour?.target)
  if (!neighbour || !watched) return []
  if (neighbour.kind === 'gratuitous')
    return [{ ...moment, what: `gratuitous ARP for ${neighbour.target}`, patienceMs: BURST_MS }]
  return neighbour.kind === 'reply'
    ? [{ ...moment, what: `answers who has ${neighbour.target}`, patienceMs: BURST_MS }]
    : []
}

/** A virtual router's MAC (RFC 5798, section 7.3) is that of several nodes: whoever sends with it sees it first. */
const isVirtual = (mac: string): boolean => mac.startsWith('00:00:5e:00:01:')

const nodeOf = ({ point }: { readonly point: string }): string => point.split(':')[0] ?? point
