import type { AssertModule } from 'lvslab/assert'

const SITES = ['tokyo', 'beijing', 'newyork']

/** Where everything passes that comes to a site. */
const pointsOf = (site: string) => [`${site}:eth0`, `${site}-gw:eth1`]

/** What YAML cannot say: who sees nothing. */
const check: AssertModule = (_, api) => {
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
  return [...alone, lost]
}
export default check
