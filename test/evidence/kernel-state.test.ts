import { describe, expect, test } from 'vitest'
import { nodeState } from '../../src/evidence/kernel-state.ts'
import { rawState } from './recorded.ts'

const director = nodeState('director', rawState('director'))
const rs1 = nodeState('rs1', rawState('rs1'))

describe('what a node says of itself', () => {
  test('its interfaces, with addresses in order: the primary one first', () => {
    expect(director.interfaces).toEqual([
      { name: 'lo', addresses: ['127.0.0.1/8'], up: true, carrier: true, receiveErrors: 0 },
      {
        name: 'eth0',
        mac: '02:71:93:87:01:00',
        addresses: ['10.0.0.3/24', '10.0.0.100/32'],
        up: true,
        carrier: true,
        receiveErrors: 0,
      },
    ])
  })

  test('the device that another stands on', () => {
    const ip = JSON.stringify([
      {
        ...{ ifname: 'vrrp.51', link: 'eth0', link_type: 'ether', address: '00:00:5e:00:01:33' },
        ...{ flags: ['UP'], addr_info: [] },
      },
    ])
    const raw = { ...rawState('director'), ip: `${ip}\n[]\n[]\n` }
    expect(nodeState('director', raw).interfaces).toMatchObject([{ name: 'vrrp.51', over: 'eth0' }])
  })

  test('its routes, of every table', () => {
    expect(rs1.routes).toContainEqual({
      type: 'unicast',
      to: '10.0.0.0/24',
      table: 'main',
      dev: 'eth0',
      source: '10.0.0.11',
    })
    expect(rs1.routes).toContainEqual({ type: 'unicast', to: '10.0.0.100', table: 'main', dev: 'lo' })
    expect(rs1.routes).toContainEqual({
      type: 'local',
      to: '10.0.0.100',
      table: 'local',
      dev: 'lo',
      source: '10.0.0.100',
    })
  })

  test('its neighbours', () => {
    expect(director.neighbours).toEqual([
      { address: '10.0.0.11', interface: 'eth0', state: 'reachable', mac: '02:d6:76:ec:01:00' },
      { address: '10.0.0.12', interface: 'eth0', state: 'reachable', mac: '02:d6:76:ec:02:00' },
      { address: '10.0.0.2', interface: 'eth0', state: 'delay', mac: '02:4e:33:b2:01:00' },
    ])
  })

  test('its sysctls, by the names of sysctl(8)', () => {
    expect(rs1.sysctls).toEqual({
      'ipv4.ip_forward': '0',
      'ipv4.conf.all.arp_ignore': '1',
      'ipv4.conf.eth0.arp_announce': '0',
    })
  })

  test('the ports that it listens on, not those of open or closed connections', () => {
    expect(rs1.listening).toEqual([80])
    expect(director.listening).toEqual([])
  })

  test('its counters', () => {
    expect(rs1.counters).toMatchObject({ 'Ip.Forwarding': 2, 'Ip.InAddrErrors': 0, 'TcpExt.TW': 3 })
    expect(Object.values(rs1.counters).filter(Number.isNaN)).toEqual([])
  })

  test('its IPVS table and counters', () => {
    const server = (address: string) => ({ address, port: 80, method: 'dr', weight: 1 })
    expect(director.ipvs).toEqual([
      {
        protocol: 'tcp',
        address: '10.0.0.100',
        port: 80,
        scheduler: 'rr',
        servers: [server('10.0.0.11'), server('10.0.0.12')],
      },
    ])
    expect(director.ipvsCounters).toEqual({
      connections: 4,
      inPackets: 0x14,
      outPackets: 0,
      inBytes: 0x5a4,
      outBytes: 0,
    })
    expect(rs1).toMatchObject({ ipvs: [] })
  })
})

describe('what is not there', () => {
  const bare = { ip: '[]\n[]\n[]\n', ipvs: '', filters: {}, daemons: {}, bird: {}, files: {} }

  test('is empty, not an error', () => {
    expect(nodeState('bare', bare)).toEqual({
      ...{ node: 'bare', interfaces: [], routes: [], neighbours: [], sysctls: {}, counters: {} },
      ...{ listening: [], daemons: [], ipvs: [], netfilter: [] },
    })
  })

  test('a device without an address of its own has no MAC', () => {
    const device = (ifname: string, link_type: string, address: string) => ({
      ...{ ifname, link_type, address, flags: ['NOARP'], addr_info: [] },
    })
    const zeros = '00:00:00:00:00:00'
    const devices = [device('lo', 'loopback', zeros), device('tunl0', 'ipip', '0.0.0.0')]
    const ip = `${JSON.stringify([...devices, device('gretap0', 'ether', zeros)])}\n[]\n[]\n`
    const down = { addresses: [], up: false, carrier: false, receiveErrors: 0 }
    expect(nodeState('bare', { ...bare, ip }).interfaces).toEqual([
      { name: 'lo', ...down },
      { name: 'tunl0', ...down },
      { name: 'gretap0', ...down },
    ])
  })

  test('what a device dropped as faulty', () => {
    const ip = '[{"ifname":"gre0","link_type":"gre","flags":["UP"],"addr_info":[]}]\n[]\n[]\n'
    const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls
    lo:       0       0    9    0    0     0          0         0        0       0    0    0    0     0
  gre0:  104589      84    2    0    0     0          0         0        0       0    0    0    0     0
`
    expect(nodeState('bare', { ...bare, ip, files: { 'net/dev': dev } }).interfaces).toEqual([
      { name: 'gre0', addresses: [], up: true, carrier: false, receiveErrors: 2 },
    ])
  })

  test('an entry that has failed has no MAC', () => {
    const failed = '[]\n[]\n[{"dst":"10.0.0.250","dev":"eth0","state":["FAILED"]}]\n'
    expect(nodeState('bare', { ...bare, ip: failed }).neighbours).toEqual([
      { address: '10.0.0.250', interface: 'eth0', state: 'failed' },
    ])
  })

  test('what iproute2 does not write is a bug that shows', () => {
    expect(() => nodeState('bare', { ...bare, ip: 'Dump terminated\n' })).toThrow(SyntaxError)
  })
})
