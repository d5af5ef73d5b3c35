import type { Exchange } from '../../journey/types.ts'
import { every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { configurationFor, configuredAs } from '../service.ts'
import { pointsOf } from '../topology.ts'
import { trafficOf } from '../traffic.ts'
import { frameOf, requestsOf, sender, type View } from '../view.ts'
import { tally, tallyText } from '../words.ts'

/** What somebody who knows nothing of the lab would conclude from the packets alone, and what IPVS was told. */
export const modeInferred: ModePromise = (roles) => ({
  stage: 'whole',
  title: `Packets alone show ${TITLES[roles.mode]}${roles.mode === 'proxy' ? '' : ', and IPVS is configured for it'}`,
  expected: `${kindsText(roles)} by ${roles.director} to ${roles.labels.server}`,
  check: (view) => {
    const { exchanges } = trafficOf(view, roles)
    const points = pointsOf(view.lab, roles.client)
    const wording = { noun: 'exchange', none: `no packet of probe ${roles.probe} was seen`, points }
    const finding = every(view, exchanges, wording, (exchange) => showMode(view, roles, exchange))
    const inferred = tallyText(tally(exchanges.map((exchange) => modeText(tierOf(roles, exchange)))))
    return finding.status === 'pass' ? { ...finding, observed: inferred } : finding
  },
})

const TITLES: Readonly<Record<ModeRoles['mode'], string>> = {
  dr: 'direct routing',
  nat: 'masquerading',
  tun: 'a tunnel',
  fullnat: 'full NAT',
  proxy: 'a proxy',
}

const kindsText = ({ servers, kinds }: ModeRoles): string =>
  [...new Set(servers.map((server) => kinds[server]))].join(' or ')

/** What the director in question did; where it did nothing, what became of the exchange without it. */
function tierOf({ director }: ModeRoles, exchange: Exchange): Pick<Exchange, 'mode' | 'director' | 'server'> {
  return exchange.tiers.find((tier) => tier.director === director) ?? exchange
}

/** `dr by director to rs1`, `local at rs1`, `none`. */
function modeText({ mode, director, server }: ReturnType<typeof tierOf>): string {
  const by = director === undefined ? '' : ` by ${director}`
  return `${mode}${by}${server === undefined ? '' : ` ${by === '' ? 'at' : 'to'} ${server}`}`
}

function showMode(view: View, roles: ModeRoles, exchange: Exchange): Shown {
  const tier = tierOf(roles, exchange)
  const { server = '' } = tier
  const fits = tier.mode === roles.kinds[server] && tier.director === roles.director
  if (!fits || !roles.servers.includes(server)) return { deviation: { text: modeText(tier) } }
  const configured = configuredAs(view, roles, server)
  if (configured !== undefined && configured !== configurationFor(roles, server))
    return { deviation: { text: `${modeText(tier)}, though IPVS lists it as ${configured}` } }
  const hop = requestsOf(view, exchange)
    .flatMap(({ hops }) => hops)
    .find((one) => sender(view, one) === roles.director)
  return { frames: hop === undefined ? [] : [frameOf(hop)] }
}
