import * as make from '../support/frames.ts'
import { Scene, type Segment, segment } from './scene.ts'

export const CIP = '10.0.0.2'
export const VIP = '10.0.0.100'
export const DIP = '10.0.0.1'
export const RIP1 = '10.0.0.11'
export const RIP2 = '10.0.0.12'
const ADDRESSES = { CIP, VIP, DIP, RIP1, RIP2 }

/** How one segment travels: called for each packet of a connection, in order. */
export type Carry = (packet: Segment) => void

/**
 * One HTTP request over TCP, as Linux numbers packets: IP id 0 on the SYN-ACK, growing ids on everything else.
 * `request` carries what the client sends, `reply` what the server sends, addressed as the client sees it.
 */
export function http(
  request: Carry,
  reply: Carry,
  { port = 40000, isn = 1000, serverIsn = 900_000, vip = VIP, cip = CIP, id = 100 } = {},
): void {
  const up = { source: cip, sourcePort: port, destination: vip, destinationPort: 80 }
  const down = { source: vip, sourcePort: 80, destination: cip, destinationPort: port }
  const [seq, ack] = [isn + 1, serverIsn + 1]
  const [get, page] = ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\nrs1']
  request({ ...up, flags: 'S', sequence: isn, id })
  reply({ ...down, flags: 'S.', sequence: serverIsn, acknowledgement: seq, id: 0 })
  request({ ...up, flags: '.', sequence: seq, acknowledgement: ack, id: id + 1 })
  request({ ...up, flags: 'P.', sequence: seq, acknowledgement: ack, id: id + 2, payload: get })
  const answered = seq + get.length
  reply({ ...down, flags: 'P.', sequence: ack, acknowledgement: answered, id: id + 5000, payload: page })
  const heard = ack + page.length
  request({ ...up, flags: 'F.', sequence: answered, acknowledgement: heard, id: id + 3 })
  reply({ ...down, flags: 'F.', sequence: heard, acknowledgement: answered + 1, id: id + 5001 })
  request({ ...up, flags: '.', sequence: answered + 1, acknowledgement: heard + 1, id: id + 4 })
}

const LAN = ['client:eth0', 'director:eth0', 'rs1:eth0', 'rs2:eth0']

/** A flat LAN, without traffic. */
export function flatLan(options: { tie?: boolean } = {}): Scene {
  return new Scene({ lan: LAN }, ADDRESSES, options)
}

/** The client finds the virtual address at the director. */
export function clientFindsVip(scene: Scene): void {
  scene.ask('client:eth0', CIP, VIP)
  scene.answer('director:eth0', VIP, 'client:eth0', CIP)
}

/** What a director in direct routing does with a packet of the client. */
export function directly(scene: Scene, server = 'rs1'): Carry {
  return (packet) => {
    scene.send('client:eth0', 'director:eth0', segment(packet))
    scene.send('director:eth0', `${server}:eth0`, segment({ ...packet, ttl: 63 }))
  }
}

/** What a real server on the client's LAN does with an answer. */
export function straightBack(scene: Scene, server = 'rs1'): Carry {
  return (packet) => scene.send(`${server}:eth0`, 'client:eth0', segment(packet))
}

/** Direct routing as it should be, on one LAN. */
export function directRouting({ tie = false, arp = true } = {}): Scene {
  const scene = flatLan({ tie })
  if (arp) {
    clientFindsVip(scene)
    scene.ask('director:eth0', DIP, RIP1)
    scene.answer('rs1:eth0', RIP1, 'director:eth0', DIP)
    scene.ask('rs1:eth0', RIP1, CIP)
    scene.answer('client:eth0', CIP, 'rs1:eth0', RIP1)
  }
  http(directly(scene), straightBack(scene))
  return scene
}

/** Direct routing with the client behind a router. */
export function directRoutingBehindRouter({ tie = false, arp = true } = {}): Scene {
  const cip = '192.168.1.2'
  const segments = {
    outside: ['client:eth0', 'router:eth0'],
    lan: ['router:eth1', 'director:eth0', 'rs1:eth0', 'rs2:eth0'],
  }
  const scene = new Scene(segments, { ...ADDRESSES, CIP: cip, GW: '10.0.0.254' }, { tie })
  if (arp) {
    scene.ask('router:eth1', '10.0.0.254', VIP)
    scene.answer('director:eth0', VIP, 'router:eth1', '10.0.0.254')
    scene.ask('director:eth0', DIP, RIP1)
    scene.answer('rs1:eth0', RIP1, 'director:eth0', DIP)
  }
  const request: Carry = (packet) => {
    scene.send('client:eth0', 'router:eth0', segment(packet))
    scene.send('router:eth1', 'director:eth0', segment({ ...packet, ttl: 63 }))
    scene.send('director:eth0', 'rs1:eth0', segment({ ...packet, ttl: 62 }))
  }
  const reply: Carry = (packet) => {
    scene.send('rs1:eth0', 'router:eth1', segment(packet))
    scene.send('router:eth0', 'client:eth0', segment({ ...packet, ttl: 63 }))
  }
  http(request, reply, { cip })
  return scene
}

const TWO_ARMS = {
  outside: ['client:eth0', 'director:eth0'],
  inside: ['director:eth1', 'rs1:eth0', 'rs2:eth0'],
}
const INSIDE = { CIP, VIP, DIP: '10.1.0.1', RIP1: '10.1.0.11', RIP2: '10.1.0.12' }

/** Masquerade with two arms and another port inside; `full` rewrites the source as well. */
export function masquerade({ full = false, tie = false, port = 40000 } = {}): Scene {
  const scene = new Scene(TWO_ARMS, INSIDE, { tie })
  const inner = { address: full ? INSIDE.DIP : CIP, port: full ? 51000 : port }
  const request: Carry = (packet) => {
    const server = { destination: INSIDE.RIP1, destinationPort: 8080 }
    const rewritten = { ...packet, ...server, source: inner.address, sourcePort: inner.port, ttl: 63 }
    scene.send('client:eth0', 'director:eth0', segment(packet))
    scene.send('director:eth1', 'rs1:eth0', segment(rewritten))
  }
  const reply: Carry = (packet) => {
    const client = { destination: inner.address, destinationPort: inner.port }
    scene.send(
      'rs1:eth0',
      'director:eth1',
      segment({ ...packet, source: INSIDE.RIP1, sourcePort: 8080, ...client }),
    )
    scene.send('director:eth0', 'client:eth0', segment({ ...packet, ttl: 63 }))
  }
  http(request, reply, { port })
  return scene
}

/** Each tunnel around a packet whose own header has been written already. */
const TUNNELS = {
  ipip: (outer: { ttl: number }, packet: Uint8Array) => outerHeader(outer.ttl, 'ipip', packet),
  gre: (outer: { ttl: number }, packet: Uint8Array) => outerHeader(outer.ttl, 'gre', make.gre(packet)),
  gue: (outer: { ttl: number }, packet: Uint8Array, port?: number) =>
    outerHeader(outer.ttl, 'udp', make.gue(50123, packet, port)),
}

function outerHeader(ttl: number, protocol: 'ipip' | 'gre' | 'udp', payload: Uint8Array): Uint8Array {
  return make.ipv4({ source: DIP, destination: REMOTE, ttl, protocol, id: 0x7000 }, payload)
}

const REMOTE = '10.2.0.11'
const RAW_IP = 101

/** A tunnel to a real server at another site, through one router; tunl0 is captured as well. GUE goes to `port`. */
export function tunnel(kind: keyof typeof TUNNELS, { tie = false, port = 6080 } = {}): Scene {
  const cip = '192.168.1.2'
  const segments = {
    outside: ['client:eth0', 'router:eth0'],
    lan: ['router:eth1', 'director:eth0'],
    remote: ['router:eth2', 'rs1:eth0'],
  }
  const scene = new Scene(segments, { CIP: cip, VIP, DIP, RIP1: REMOTE }, { tie })
  const request: Carry = (packet) => {
    const inner = segment({ ...packet, ttl: 62 })
    scene.send('client:eth0', 'router:eth0', segment(packet))
    scene.send('router:eth1', 'director:eth0', segment({ ...packet, ttl: 63 }))
    scene.send('director:eth0', 'router:eth1', TUNNELS[kind]({ ttl: 62 }, inner, port))
    scene.send('router:eth2', 'rs1:eth0', TUNNELS[kind]({ ttl: 61 }, inner, port))
    scene.see('rs1:tunl0', inner, RAW_IP)
  }
  const reply: Carry = (packet) => {
    scene.send('rs1:eth0', 'router:eth2', segment(packet))
    scene.send('router:eth0', 'client:eth0', segment({ ...packet, ttl: 63 }))
  }
  http(request, reply, { cip })
  return scene
}

/** A server, or a balancer that is its own real server, answers the client. */
export function answeredLocally(): Scene {
  const scene = flatLan()
  clientFindsVip(scene)
  http(
    (packet) => scene.send('client:eth0', 'director:eth0', segment(packet)),
    (packet) => scene.send('director:eth0', 'client:eth0', segment(packet)),
  )
  return scene
}

/** A proxy: the client's connection ends at the director, which opens its own to the real server. */
export function proxied(): Scene {
  const scene = flatLan()
  const inner: (() => void)[] = []
  const outer: (() => void)[] = []
  const later = (list: (() => void)[], from: string, to: string) => (packet: Segment) => {
    list.push(() => scene.send(from, to, segment(packet)))
  }
  http(later(inner, 'client:eth0', 'director:eth0'), later(inner, 'director:eth0', 'client:eth0'))
  http(later(outer, 'director:eth0', 'rs1:eth0'), later(outer, 'rs1:eth0', 'director:eth0'), {
    ...{ port: 51000, isn: 77_000, serverIsn: 3_000_000, cip: DIP, vip: RIP1, id: 9000 },
  })
  // The client's handshake and request, the whole of the other connection, then the answer.
  for (const event of [...inner.slice(0, 4), ...outer, ...inner.slice(4)]) event()
  return scene
}
