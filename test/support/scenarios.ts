import type { Link, Shape } from './cast.ts'
import { serviceOf, VIP } from './cast.ts'
import {
  each,
  get,
  refusing,
  resolveClient,
  resolveServer,
  resolveVip,
  SYN,
  SYN_ACK,
  serverAt,
  silence,
  usual,
} from './drawing.ts'
import { EvidenceBuilder } from './evidence.ts'

/** A run as Linux was seen to behave, drawn by hand; each returns the builder, for a test to bend it further. */
export type Scenario = (shape?: Shape) => EvidenceBuilder

export const healthy: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  resolveVip(run, run.cast.director)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    if (isFirst) resolveClient(run, server)
    get(run, usual(run, server))
  })
  return run
}

/** Real servers answer as well, but later than the director: requests still go the right way. */
export const arpIgnoreOff: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { director, servers } = run.cast
  for (const { node } of servers) run.sysctl(node, 'ipv4.conf.all.arp_ignore', 0)
  resolveVip(run, director, ...servers)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    get(run, usual(run, server))
  })
  return run
}

/** The first real server is the quickest to answer: the director never sees a request. */
export const arpIgnoreOffTaken: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { director, servers, station } = run.cast
  const [first, ...others] = servers as [Link, ...Link[]]
  for (const { node } of servers) run.sysctl(node, 'ipv4.conf.all.arp_ignore', 0)
  resolveVip(run, first, director, ...others)
  run.neighbour(first)
  run.ipvs([serviceOf(run.cast)], { connections: 0, inPackets: 0 })
  each(run, () => get(run, { first: [station, first], back: [first, station], server: first, mode: 'local' }))
  return run
}

export const arpIgnoreOffOne: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const [loud] = run.cast.servers as [Link]
  run.sysctl(loud.node, 'ipv4.conf.all.arp_ignore', 0)
  resolveVip(run, run.cast.director, loud)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    if (isFirst && server !== loud) resolveClient(run, server)
    get(run, usual(run, server))
  })
  return run
}

export const arpIgnoreLoOnly: Scenario = (shape) => {
  const run = arpIgnoreOff(shape)
  for (const { node } of run.cast.servers) run.sysctl(node, 'ipv4.conf.lo.arp_ignore', 1)
  return run
}

/** One packet passes the director; then the client's side takes the server's MAC for the VIP. */
export const arpAnnounceOff: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { director, servers, station } = run.cast
  for (const { node } of servers) run.sysctl(node, 'ipv4.conf.all.arp_announce', 0)
  const thief = serverAt(run, 0)
  resolveVip(run, director)
  resolveServer(run, thief)
  resolveClient(run, thief, VIP)
  run.neighbour(thief)
  run.ipvs([serviceOf(run.cast)], { connections: 1, inPackets: 1 })
  const rest = [station, thief]
  const ways = { rest, back: [thief, station], server: thief }
  get(run, { ...ways, first: [station, director, thief] })
  for (let index = 1; index < run.cast.times; index++) get(run, { ...ways, first: rest, mode: 'local' })
  return run
}

export const arpAnnounceOne: Scenario = (shape) => {
  const run = arpAnnounceOff(shape)
  for (const { node } of run.cast.servers) run.sysctl(node, 'ipv4.conf.all.arp_announce', 1)
  return run
}

/** The VIP on eth0 of every real server; the first of them is believed. */
export const vipOnEth0: Scenario = (shape) => {
  const run = arpIgnoreOffTaken(shape)
  for (const { node, address } of run.cast.servers) {
    run.sysctl(node, 'ipv4.conf.all.arp_ignore', 1)
    run.addresses(node, 'lo', ['127.0.0.1/8'])
    run.addresses(node, 'eth0', [`${address}/24`, `${VIP}/32`])
  }
  return run
}

/** Requests reach real servers, and nothing comes back. */
function mute(
  shape: Shape | undefined,
  change: (run: EvidenceBuilder, server: Link) => void,
): EvidenceBuilder {
  const run = new EvidenceBuilder(shape)
  for (const server of run.cast.servers) change(run, server)
  resolveVip(run, run.cast.director)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    silence(run, usual(run, server).first, server)
  })
  return run
}

/** VIP/24 on lo makes the whole subnet local on the real servers. */
export const vipMask24OnLo: Scenario = (shape) =>
  mute(shape, (run, { node }) => {
    run.addresses(node, 'lo', ['127.0.0.1/8', `${VIP}/24`])
    run.route(node, { type: 'local', to: '10.0.0.0/24', dev: 'lo', source: VIP, table: 'local' })
  })

export const vipMissing: Scenario = (shape) =>
  mute(shape, (run, { node }) => {
    run.addresses(node, 'lo', ['127.0.0.1/8'])
    run.state(node).counters = { 'Ip.InAddrErrors': 2 }
  })

/** Who forwards what is not for him sends it back to the director, until the TTL ends. */
export const vipMissingForwards: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { director, servers, station } = run.cast
  for (const { node } of servers) run.addresses(node, 'lo', ['127.0.0.1/8'])
  resolveVip(run, director)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    // Whoever got the packet last is taken for the server.
    const exchange = run.exchange('dr', director.node)
    const loop = Array.from({ length: 31 }, () => [server, director]).flat()
    run.request(exchange, [station, director, ...loop], { ...SYN, disposition: 'looped' })
    run.attempt('timeout')
  })
  return run
}

/** The director asks in the name of the VIP, and every owner of the VIP keeps silent. */
export const directorVipFirst: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { director, station } = run.cast
  run.addresses('director', 'eth0', [`${VIP}/24`, `${director.address}/24`])
  resolveVip(run, director)
  each(run, (server) => {
    silence(run, [station, director])
    run.ask(director, server.address, VIP)
  })
  return run
}

/** A host route, or the default route, sends replies to the director, which takes them for forged. */
export const rsGatewayDirector: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { client, director, servers } = run.cast
  for (const { node } of servers) {
    const to = run.cast.router === undefined ? client.address : 'default'
    run.route(node, { type: 'unicast', to, via: director.address, dev: 'eth0', table: 'main' })
  }
  resolveVip(run, director)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    const exchange = silence(run, usual(run, server).first, server)
    run.reply(exchange, [server, director], SYN_ACK)
  })
  return run
}

/** The director forwards replies that come from its own address (accept_local of ip-sysctl). */
export const rsGatewayDirectorAccepts: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { client, director, servers, station } = run.cast
  run.sysctl('director', 'ipv4.conf.all.accept_local', 1)
  for (const { node } of servers)
    run.route(node, {
      type: 'unicast',
      to: client.address,
      via: director.address,
      dev: 'eth0',
      table: 'main',
    })
  resolveVip(run, director)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    get(run, { ...usual(run, server), back: [server, director, station] })
  })
  return run
}

/** The router sends what is for the VIP back to the director, until the TTL ends. */
export const rsBehindRouter: Scenario = (shape) => {
  const run = new EvidenceBuilder({ ...shape, router: 'servers' })
  const { director, router, station } = run.cast
  const { near } = router as { near: Link }
  resolveVip(run, director)
  run.ask(director, near.address)
  run.answer(near, director)
  run.ask(near, VIP)
  run.answer(director, near, VIP)
  each(run, () => {
    const exchange = run.exchange('dr', 'director')
    const loop = Array.from({ length: 31 }, () => [near, director]).flat()
    run.request(exchange, [station, director, ...loop], { ...SYN, disposition: 'looped' })
    run.error(exchange, { type: 11, code: 0 }, 'time exceeded', director.address)
    run.attempt('unreachable')
  })
  return run
}

/** Servers refuse: they listen on 8080, and direct routing leaves the packet's port 80 alone. */
export const portMapping: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  for (const { node } of run.cast.servers) run.state(node).listening = [8080]
  resolveVip(run, run.cast.director)
  each(run, (server, isFirst) => {
    if (isFirst) resolveServer(run, server)
    if (isFirst) resolveClient(run, server)
    const exchange = run.exchange('dr', server.node)
    const { first, back } = usual(run, server)
    run.request(exchange, first, SYN)
    run.reply(exchange, back, { summary: 'RST-ACK', flags: 'R.', sequence: 0, acknowledgement: 1001 })
    run.attempt('refused')
  })
  return run
}

/** The director refuses: its service has nobody to send to. */
export const noRealServers: Scenario = (shape) => {
  const run = refusing(shape, 'port unreachable')
  run.ipvs([{ ...serviceOf(run.cast), servers: [] }], { connections: 0, inPackets: 0 })
  return run
}

export const serviceMissing: Scenario = (shape) => {
  const run = refusing(shape, 'RST')
  run.ipvs([{ ...serviceOf(run.cast), port: 443 }], { connections: 0, inPackets: 0 })
  return run
}

/** A stub ipvsadm that does nothing. */
export const noIpvs: Scenario = (shape) => {
  const run = refusing(shape, 'RST')
  run.ipvs([], { connections: 0, inPackets: 0 })
  return run
}

export const DEAD = '10.0.0.250'

/** Every other request is for an address that nobody has. */
export const deadRip: Scenario = (shape) => {
  const run = new EvidenceBuilder(shape)
  const { director, servers, station, times } = run.cast
  const [alive] = servers as [Link]
  const service = serviceOf(run.cast)
  run.ipvs([
    { ...service, servers: [...service.servers, { address: DEAD, port: 80, method: 'dr', weight: 1 }] },
  ])
  resolveVip(run, director)
  resolveServer(run, alive)
  resolveClient(run, alive)
  for (let index = 0; index < times; index += 2) {
    get(run, usual(run, alive))
    const exchange = silence(run, [station, director])
    run.ask(director, DEAD)
    run.error(exchange, { type: 3, code: 1 }, 'host unreachable', director.address)
  }
  return run
}
