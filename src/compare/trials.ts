import type { Need, Setup } from './modes.ts'
import type { Part } from './part.ts'

/** What is tried with a mode by one real server, behind a virtual service of its own. */
export interface Trial {
  /** Names its node, its probe, and what it is held to. */
  readonly name: string
  /** What is different about the real server: keys of its node; undefined takes one away. */
  readonly server: Part
  /** What is different about the virtual service. */
  readonly service?: Part
}

/** Whether real servers can listen on another port than the virtual service. */
export const OTHER_PORT = 'other-port'
/** Whether they can be behind one more router, or at another site. */
export const OTHER_SUBNET = 'other-net'
export const OTHER_SITE = 'other-site'

export function trialsOf({ needs }: Setup): Trial[] {
  return [
    { name: OTHER_PORT, server: { serve: { http: 8080 } }, service: { port: 8080 } },
    { name: OTHER_SUBNET, server: { on: 'back', gateway: 'inner' } },
    { name: OTHER_SITE, server: { on: 'remote', gateway: 'site' } },
    ...needs.filter(isOwn).map(({ name, lack }) => ({ name, server: lack })),
  ]
}

/** Whether nobody but the real server feels it when it is left out. */
export const isOwn = ({ shared }: Need): boolean => shared !== true

const FORWARDS = { sysctls: { 'ipv4.ip_forward': 1, 'ipv4.conf.all.send_redirects': 0 } }

/** Networks beside the LAN, and who leads there. */
export interface Surroundings {
  readonly networks: Part
  readonly nodes: Part
  /** Routes of the router to each of them, and of the director on its own LAN. */
  readonly routes: { readonly router: readonly Part[]; readonly director: readonly Part[] }
}

/**
 * Behind one more router, which sends replies to wherever the mode wants them; and behind a router of its own, which
 * knows its own way to the client.
 */
export function surroundings({ gateway = 'router' }: Setup): Surroundings {
  const back = { to: 'back', via: 'inner' }
  return {
    networks: { back: '10.1.0.0/24', remote: '10.2.0.0/24' },
    nodes: {
      inner: { on: ['lan', 'back'], gateway, ...FORWARDS },
      site: { on: ['outside', 'remote'], gateway: 'router', ...FORWARDS },
    },
    routes: { router: [back, { to: 'remote', via: 'site' }], director: [back] },
  }
}
