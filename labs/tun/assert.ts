import type { AssertModule, Hop } from 'lvslab/assert'

const SITES = ['tokyo', 'beijing', 'newyork']

/** Where everything passes that comes to a site. */
const pointsOf = (site: string) => [`${site}:eth0`, `${site}-gw:eth1`]

/** Milliseconds from leaving one node to reaching another; none where one of the two was not seen. */
const lengths = ({ sightings }: Hop) => {
  const [sent, came] = ['out', 'in'].map((way) => sightings.find(({ direction }) => direction === way))
  return sent && came ? [{ ms: (came.time - sent.time) / 1e6, frames: [sent.frame, came.frame] }] : []
}

/** What YAML cannot say: who sees nothing, and how far it is. */
const check: AssertModule = (_, api) => {
  const crossings = [...new Set(api.framesAt('newyork-gw:eth0').map(({ hop }) => hop))]
  const [shortest] = crossings.flatMap(lengths).toSorted((one, other) => one.ms - other.ms)
  const sea = (api.lab.networks.find(({ name }) => name === 'sea')?.delayUs ?? 0) / 1e3
  const addressOf = (site: string) =>
    api
      .state(site)
      .interfaces.find(({ name }) => name === 'eth0')
      ?.addresses[0]?.split('/')[0]
  const after = new Set(api.exchangesOf('after').map(({ id }) => id))
  const alone = SITES.map((site) =>
    api.never(
      `${site}-alone`,
      pointsOf(site),
      ({ hop }) => hop.encapsulation.some(({ destination }) => destination !== addressOf(site)),
      'packet for another site',
    ),
  )
  const lost = api.never(
    'lost-site-silent',
    pointsOf('newyork'),
    ({ journey }) => after.has(journey.exchange ?? 0),
    'packet of probe after',
  )
  const far = {
    name: 'over-the-sea',
    title: 'Whatever crosses the sea takes the time for it, each way',
    status: shortest === undefined ? 'inconclusive' : shortest.ms >= sea ? 'pass' : 'fail',
    expected: `at least ${sea} ms`,
    observed: shortest ? `${shortest.ms.toFixed(1)} ms, the shortest of ${crossings.length}` : 'no crossing',
    frames: shortest?.frames ?? [],
  } as const
  return [...alone, lost, far]
}
export default check
