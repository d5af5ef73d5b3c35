import type { VrrpInstance } from '../../keepalived/index.ts'
import { formatAddress } from '../topology/ip.ts'
import { gatewayOn } from './balancers.ts'
import { clientFor } from './router.ts'
import { instanceOf } from './services.ts'
import { targetOf } from './traffic.ts'
import type { Balancer, ChangeFile, Pieces, Service } from './types.ts'

/** How long the master lives, and how long a machine that is busy may take beside what VRRP allows. */
const LIVES_SECONDS = 1
const BUSY_SECONDS = 2

/**
 * The same lab, in which the master's keepalived ends while a client asks: the other director has to take over. Nothing
 * where the configurations are of one director, or where replies cannot follow.
 */
export function failoverOf(pieces: Pieces): Readonly<Record<string, ChangeFile>> {
  const service = pieces.services.find(
    (one) => takerOf(one, pieces) !== undefined && repliesMove(one, pieces),
  )
  const taker = service && takerOf(service, pieces)
  if (!taker) return {}
  const { kind, target } = targetOf(service, pieces.machines)
  const seconds = skewSeconds(taker.instance) + BUSY_SECONDS
  const within = `${seconds}s`
  const after = `${service.holder.name}-ends`
  return {
    failover: {
      title: `keepalived on ${service.holder.name} ends, and ${taker.balancer.name} takes over`,
      patch: {
        probes: {
          steady: { from: clientFor(service.vip), [kind]: target, every: '100ms', timeout: '1s' },
        },
        timeline: {
          lasts: `${LIVES_SECONDS + 2 * Math.ceil(seconds)}s`,
          events: { [after]: { at: `${LIVES_SECONDS}s`, stop: 'keepalived', on: service.holder.name } },
        },
        expect: [
          { outage: { probe: 'steady', after, within } },
          ...moving(service, pieces).flatMap((address) => [
            { holder: { address, is: taker.balancer.name, after, within } },
            { announced: { address, by: taker.balancer.name, within } },
          ]),
        ],
      },
    },
  }
}

/** Who has the address next: the highest priority of the others. */
function takerOf(
  { vip, holder }: Service,
  { balancers }: Pieces,
): { readonly balancer: Balancer; readonly instance: VrrpInstance } | undefined {
  if (!instanceOf(vip, holder)) return undefined
  const others = balancers.flatMap((balancer) => {
    const instance = balancer === holder ? undefined : instanceOf(vip, balancer)
    return instance ? [{ balancer, instance }] : []
  })
  return others.toSorted((one, other) => other.instance.priority - one.instance.priority)[0]
}

/** Servers of NAT reply by their gateway, which has to move along. */
const repliesMove = (service: Service, pieces: Pieces): boolean =>
  !gateways(service, pieces).includes(undefined)

/** What the other director has to take: what clients ask, and the gateways of those who reply. */
const moving = (service: Service, pieces: Pieces): string[] => [
  formatAddress(service.vip),
  ...gateways(service, pieces).filter((address) => address !== undefined),
]

function gateways({ service, holder }: Service, { machines }: Pieces): (string | undefined)[] {
  const nat = machines.filter(({ targets }) =>
    targets.some(({ of, server }) => of.service === service && server.method === 'NAT'),
  )
  return [...new Set(nat.map(({ net }) => gatewayOn(holder, net)))]
}

/** From a last advert of priority 0 to the first of another (Skew_Time, RFC 5798, section 6.1), in whole tenths. */
const skewSeconds = ({ priority, version, advertSeconds }: VrrpInstance): number =>
  Math.ceil(((256 - priority) / 256) * (version === 3 ? advertSeconds : 1) * 10) / 10
