import type { ModeName } from '../lab/vocabulary.ts'
import type { Part } from './part.ts'
import { PROXIES, PROXY_NAMES, type ProxyName } from './proxies/proxies.ts'
import type { ProxyProgram } from './proxies/proxy.ts'

/** The forwarding modes that are compared, by the names that packets give them. */
export const MODES = ['nat', 'fullnat', 'dr', 'tun-ipip', 'tun-gre', 'tun-gue'] as const

export type Mode = (typeof MODES)[number]

/** Whatever is compared: a mode of IPVS, or a proxy. */
export type Contender = Mode | ProxyName

/** How a mode is set up. Everything else of the labs is the same for all of them. */
export interface Setup {
  /** The promises that its lab is held to. */
  readonly promise: ModeName
  /** Keys of the virtual service, of the director, of each real server. */
  readonly service?: Part
  readonly director?: Part
  readonly server?: Part
  /** What the director runs in the place of IPVS. */
  readonly proxy?: ProxyProgram
  /** Interface of the real servers that has the virtual addresses. */
  readonly vipsOn?: string
  /** Where real servers send what is not for their own network; nowhere, if nothing is said. */
  readonly gateway?: 'router' | 'director'
  /** What a real server's set-up consists of: a patch of its role that takes each part away. */
  readonly needs: readonly Need[]
}

export interface Need {
  /** Of the trial, or of the variant, that goes without: `no-vip`. */
  readonly name: string
  /** As people say it: `the VIP`. */
  readonly title: string
  /** Keys of a real server without it; undefined takes one away. */
  readonly lack: Part
  /** Whether all of the LAN feels it when it is left out. */
  readonly shared?: true
}

/** One LAN for director, servers and router: they would be told of ways that avoid the director. */
const FORWARDS = {
  'ipv4.ip_forward': 1,
  'ipv4.conf.all.send_redirects': 0,
  'ipv4.conf.eth0.send_redirects': 0,
}

/** Netfilter's part of full NAT: what IPVS masquerades gets the director's own address as its source. */
const SNAT = '-A POSTROUTING -m ipvs --vaddr 10.0.3.0/24 --vmethod MASQ -j SNAT --to-source 10.0.0.2'

const SILENT = { 'ipv4.conf.all.arp_ignore': 1, 'ipv4.conf.all.arp_announce': 2 }

const VIP: Need = { name: 'no-vip', title: 'the VIP', lack: { addresses: undefined } }
const SILENCE: Need = {
  name: 'no-silence',
  title: 'silence about it in ARP',
  lack: { sysctls: { 'ipv4.conf.all.arp_ignore': 0, 'ipv4.conf.all.arp_announce': 0 } },
  shared: true,
}
const ROUTE: Need = { name: 'no-route', title: 'a route to the client', lack: { gateway: undefined } }
const DIRECTOR: Need = {
  name: 'no-return',
  title: 'the director as its gateway',
  lack: { gateway: 'router' },
}
const LISTENER: Need = { name: 'no-gue', title: 'a port for GUE', lack: { gue: undefined } }

/** A proxy asks nothing of a real server but that it can be reached. */
const PROXY_SETUPS = Object.fromEntries(
  PROXY_NAMES.map((name): [ProxyName, Setup] => [
    name,
    { promise: 'proxy', proxy: PROXIES[name], needs: [] },
  ]),
) as Record<ProxyName, Setup>

export const SETUPS: Readonly<Record<Contender, Setup>> = {
  ...PROXY_SETUPS,
  nat: {
    promise: 'nat',
    service: { forward: 'nat' },
    director: { sysctls: FORWARDS },
    gateway: 'director',
    needs: [DIRECTOR],
  },
  fullnat: {
    promise: 'fullnat',
    service: { forward: 'nat' },
    director: { sysctls: { ...FORWARDS, 'ipv4.vs.conntrack': 1 }, iptables: { nat: [SNAT] } },
    needs: [],
  },
  dr: {
    promise: 'dr',
    service: { forward: 'dr' },
    server: { sysctls: SILENT },
    vipsOn: 'lo',
    gateway: 'router',
    needs: [VIP, SILENCE, ROUTE],
  },
  'tun-ipip': tunnelled('ipip', 'tunl0'),
  'tun-gre': tunnelled('gre', 'gre0'),
  'tun-gue': tunnelled({ type: 'gue', port: 6080 }, 'tunl0', { gue: 6080 }),
}

function tunnelled(tunnel: string | Part, device: 'tunl0' | 'gre0', listener?: { gue: number }): Setup {
  const needs = [deviceOf(device), ...(listener ? [LISTENER] : []), VIP, SILENCE, lenienceOf(device), ROUTE]
  return {
    promise: 'tun',
    service: { forward: 'tun', tunnel },
    server: { tunnels: device, sysctls: { ...SILENT, ...filters(device, 0) }, ...listener },
    vipsOn: device,
    gateway: 'router',
    needs,
  }
}

function deviceOf(device: string): Need {
  return { name: 'no-device', title: `${device} up`, lack: { tunnels: { [device]: 'down' } } }
}

function lenienceOf(device: string): Need {
  const lack = { sysctls: { ...SILENT, ...filters(device, 1) } }
  return { name: 'strict', title: 'no strict rp_filter', lack }
}

function filters(device: string, value: 0 | 1): Part {
  return { 'ipv4.conf.all.rp_filter': value, [`ipv4.conf.${device}.rp_filter`]: value }
}
