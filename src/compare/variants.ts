import type { Setup } from './modes.ts'
import type { Part } from './part.ts'
import { getProbe, putProbe, type Stage, serviceOf } from './stage.ts'

/** The variant that tries whether real servers can listen on another port than the virtual service. */
export const OTHER_PORT = 'other-port'

/** The variants that try where else real servers can be. */
export const PLACES = ['other-subnet', 'other-site'] as const

/** Begins the names of the variants that try what a real server can do without. */
export const WITHOUT = 'without-'

/** Everything that is tried with a mode, as variants of its lab: small requests that do not wait for long. */
export function variants(setup: Setup, stage: Stage): Part {
  const get = getProbe(stage)
  const little = {
    [get]: { download: '1 kB', timeout: '2s' },
    ...(stage.request === 0 ? {} : { [putProbe(stage)]: null }),
  }
  const promised = [{ mode: { name: setup.promise, probe: get } }]
  const tried = (title: string, patch: Part): Part => ({
    title,
    patch: { probes: little, expect: promised, ...patch },
  })
  const without = setup.needs.map(({ name, lack, patch }) => [
    `${WITHOUT}${name}`,
    tried(lack, { nodes: { rs: patch } }),
  ])
  return {
    [OTHER_PORT]: tried('Real servers listen on 8080', otherPort()),
    'other-subnet': tried('Real servers are in another subnet', otherSubnet(setup)),
    'other-site': tried('Real servers are at another site', otherSite()),
    ...Object.fromEntries(without),
  }
}

function otherPort(): Part {
  const director = { ipvs: { [serviceOf(0)]: { port: 8080 } } }
  return { nodes: { director, rs: { serve: { http: 8080 } } } }
}

const FORWARDS = { sysctls: { 'ipv4.ip_forward': 1, 'ipv4.conf.all.send_redirects': 0 } }

/** Behind one more router, which sends replies to wherever the mode wants them. */
function otherSubnet({ gateway = 'router' }: Setup): Part {
  const routes = [{ to: 'back', via: 'inner' }]
  return {
    networks: { back: '10.1.0.0/22' },
    nodes: {
      inner: { on: ['lan', 'back'], gateway, ...FORWARDS },
      router: { routes },
      director: { routes },
      rs: { on: 'back', gateway: 'inner' },
    },
  }
}

/** Behind a router of its own, which knows its own way to the client. */
function otherSite(): Part {
  return {
    networks: { remote: '10.2.0.0/22' },
    nodes: {
      site: { on: ['outside', 'remote'], gateway: 'router', ...FORWARDS },
      router: { routes: [{ to: 'remote', via: 'site' }] },
      rs: { on: 'remote', gateway: 'site' },
    },
  }
}
