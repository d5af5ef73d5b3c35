import type { ModeName } from '../lab/vocabulary.ts'
import type { Part } from './part.ts'

/** The forwarding modes that are compared, by the names that packets give them. */
export const MODES = ['nat', 'fullnat', 'dr', 'tun-ipip', 'tun-gre', 'tun-gue'] as const

export type Mode = (typeof MODES)[number]

/** How a mode is set up. Everything else of the labs is the same for all of them. */
export interface Setup {
  /** The promises that its lab is held to. */
  readonly promise: ModeName
  /** Keys of the virtual service, of the director, of each real server. */
  readonly service: Part
  readonly director?: Part
  readonly server?: Part
  /** Interface of the real servers that has the virtual addresses. */
  readonly vipsOn?: string
  /** Where real servers send what is not for their own network; nowhere, if nothing is said. */
  readonly gateway?: 'router' | 'director'
  /** What a real server's set-up consists of: a patch of its role that takes each part away. */
  readonly needs: readonly Need[]
}

export interface Need {
  /** Ends the name of the variant that goes without: `vip`. */
  readonly name: string
  /** As people say it: `the VIP`. */
  readonly title: string
  /** What a server without it is like, as a title of the variant. */
  readonly lack: string
  readonly patch: Part
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
const TALKING = { 'ipv4.conf.all.arp_ignore': 0, 'ipv4.conf.all.arp_announce': 0 }

const VIP: Need = {
  name: 'vip',
  title: 'the VIP',
  lack: 'Real servers do not have the VIP',
  patch: { addresses: null },
}
const SILENCE: Need = {
  name: 'silence',
  title: 'silence about it in ARP',
  lack: 'Real servers answer ARP requests for the VIP, and ask in its name',
  patch: { sysctls: TALKING },
}
const ROUTE: Need = {
  name: 'route',
  title: 'a route to the client',
  lack: 'Real servers have no route to the client',
  patch: { gateway: null },
}
const DIRECTOR: Need = {
  name: 'director',
  title: 'the director as its gateway',
  lack: "Real servers' gateway is the router",
  patch: { gateway: 'router' },
}

const LISTENER: Need = {
  name: 'gue',
  title: 'a port for GUE',
  lack: 'Nobody listens for GUE',
  patch: { gue: null },
}

export const SETUPS: Readonly<Record<Mode, Setup>> = {
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
  const patch = { tunnels: { [device]: 'down' } }
  return { name: 'device', title: `${device} up`, lack: `${device} is down`, patch }
}

function lenienceOf(device: string): Need {
  const lack = 'Real servers drop what came another way than a reply would go'
  return { name: 'lenience', title: 'no strict rp_filter', lack, patch: { sysctls: filters(device, 1) } }
}

function filters(device: string, value: 0 | 1): Part {
  return { 'ipv4.conf.all.rp_filter': value, [`ipv4.conf.${device}.rp_filter`]: value }
}
