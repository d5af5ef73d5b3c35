import { describe, expect, test } from 'vitest'
import { requiredFeatures } from '../../src/kernel/features.ts'
import { addresses, good, messages, node } from './support.ts'

const NETWORKS = `
  core: 10.0.0.0/24
  front: { subnet: 10.1.10.0/24, switch: tor1, vlan: 10 }
  inside: { subnet: 10.1.20.0/24, switch: tor1, vlan: 20 }`

const labOf = (router: string, networks = NETWORKS, rest = '') => `title: Test
networks: ${networks}
nodes:
  client: { on: core }
  ar1: ${router}
  lb1: { on: front }
  rs1: { on: inside }
probes: { ping: { from: client, ping: 10.0.0.99 } }
expect: [{ outcome: { probe: ping, is: unreachable } }]
${rest}`

const TRUNK = '{ on: [core, front, inside], trunks: tor1 }'

describe('a trunk', () => {
  test('is one link with a device for each network of the switch', () => {
    const lab = good(labOf(TRUNK))
    const { links, interfaces, captures } = node(lab, 'ar1')
    expect(links).toMatchObject([
      { device: 'eth0', port: 'ar1-eth0', bridge: 'core' },
      { device: 'eth1', port: 'ar1-eth1', bridge: 'tor1', vlans: { tagged: [10, 20] } },
    ])
    expect(links[0]).not.toHaveProperty('vlans')
    expect(interfaces).toEqual([
      { name: 'eth0', network: 'core', link: 'eth0' },
      { name: 'eth1.10', network: 'front', link: 'eth1', vlan: 10 },
      { name: 'eth1.20', network: 'inside', link: 'eth1', vlan: 20 },
    ])
    expect(captures).toEqual(['eth0', 'eth1'])
    expect(addresses(lab, 'ar1')).toEqual([
      'eth0 10.0.0.1/24',
      'eth1.10 10.1.10.1/24',
      'eth1.20 10.1.20.1/24',
    ])
    expect(node(lab, 'ar1').sysctls).toMatchObject({
      'ipv4.conf.eth1.rp_filter': '0',
      'ipv4.conf.eth1/20.rp_filter': '0',
    })
    expect(requiredFeatures(lab)).toContain('8021q')
  })

  test('stands where its first network does, and addresses follow `on`', () => {
    const lab = good(labOf('{ on: { front: 10.1.10.9, core: auto, inside: 10.1.20.9 }, trunks: tor1 }'))
    expect(addresses(lab, 'ar1')).toEqual([
      'eth0.10 10.1.10.9/24',
      'eth0.20 10.1.20.9/24',
      'eth1 10.0.0.1/24',
    ])
  })

  test('has a name of its own where the lab gives it', () => {
    const lab = good(labOf('{ on: [core, front, inside], trunks: tor1, interfaces: [ens1, bond0] }'))
    expect(node(lab, 'ar1').interfaces.map(({ name }) => name)).toEqual(['ens1', 'bond0.10', 'bond0.20'])
    expect(messages(labOf('{ on: [core, front, inside], trunks: tor1, interfaces: [a, b, c] }'))).toEqual([
      'there are as many interfaces as links, 2, and not 3',
    ])
  })

  test('without it, a node has a link for each network', () => {
    const { links } = node(good(labOf('{ on: [core, front, inside] }')), 'ar1')
    expect(links.map(({ port, vlans }) => [port, vlans?.untagged])).toEqual([
      ['ar1-eth0', undefined],
      ['ar1-eth1', 10],
      ['ar1-eth2', 20],
    ])
  })

  test('is of a switch that the node is on', () => {
    expect(messages(labOf('{ on: [core, front], trunks: tor2 }'))).toEqual([
      '"ar1" is on no VLAN of a switch "tor2"',
    ])
    expect(messages(labOf('{ on: core, trunks: tor1 }'))).toHaveLength(1)
  })
})

describe('a port', () => {
  test('has the VLAN of its network, or what the lab says', () => {
    const port = (ports: string) =>
      node(good(labOf(`{ on: [core, front, inside], trunks: tor1, ports: ${ports} }`)), 'ar1').links[1]?.vlans
    expect(port('{ eth1: 30 }')).toEqual({ untagged: 30, tagged: [] })
    expect(port('{ eth1: [20, 10, 30] }')).toEqual({ tagged: [10, 20, 30] })
    expect(port('{ eth1: [] }')).toEqual({ tagged: [] })
  })

  test('is one of a switch with VLANs', () => {
    expect(messages(labOf('{ on: [core, front], ports: { eth0: 30 } }'))).toEqual([
      'there is no port with VLANs behind "eth0"',
    ])
  })
})

describe('networks of a switch', () => {
  const broken = (networks: string) =>
    messages(labOf('{ on: [core, front] }', networks)).filter((text) => !text.includes('no network'))

  test.each([
    ['which VLAN of the switch is it? give vlan', '{ subnet: 10.1.20.0/24, switch: tor1 }'],
    ['a VLAN of which switch? give switch', '{ subnet: 10.1.20.0/24, vlan: 20 }'],
    ['VLAN 10 of tor1 is "front" already', '{ subnet: 10.1.20.0/24, switch: tor1, vlan: 10 }'],
    ['"Tor" cannot name a switch', '{ subnet: 10.1.20.0/24, switch: Tor, vlan: 20 }'],
    ['"core" is a network with a bridge of its own', '{ subnet: 10.1.20.0/24, switch: core, vlan: 20 }'],
    [
      'networks of one switch have one delay, and "front" has another',
      '{ subnet: 10.1.20.0/24, switch: tor1, vlan: 20, delay: 1ms }',
    ],
  ])('%s', (message, inside) => {
    const front = '{ subnet: 10.1.10.0/24, switch: tor1, vlan: 10 }'
    expect(broken(`{ core: 10.0.0.0/24, front: ${front}, inside: ${inside} }`)).toEqual([message])
  })

  test('a node cannot have the name of a switch', () => {
    const text = labOf(TRUNK).replace('  lb1: { on: front }', '  tor1: { on: front }')
    expect(messages(text)).toEqual(['"tor1" is the name of a switch already'])
  })
})

describe('a hop', () => {
  const hops = (hop: string) =>
    labOf(TRUNK, NETWORKS).replace('expect: [', `expect: [{ hops: { request: ["${hop}"] } }, `)

  test.each([
    ['client:ar1/CIP:*', {}],
    ['client:ar1/CIP:* vlan 20', { vlan: 20 }],
    ['client:ar1/CIP:* ttl 63', { ttl: 63 }],
    ['client:ar1/CIP:[fd00::1] vlan 4094 ttl 1', { vlan: 4094, ttl: 1 }],
  ])('%s', (text, asked) => {
    const [spec] = good(hops(text)).expectations
    const [pattern] = spec?.kind === 'hops' ? spec.request : []
    expect(pattern).toMatchObject({ text, ...asked })
    expect(Object.keys(pattern ?? {})).toHaveLength(5 + Object.keys(asked).length)
  })

  test.each(['ttl 63 vlan 20', 'vlan', 'vlan x', 'ttl 1000'])('not with %s', (words) => {
    expect(messages(hops(`client:ar1/CIP:* ${words}`))).toHaveLength(1)
  })
})

test('a cable is pulled where it is, and not at a VLAN', () => {
  const timeline = (device: string) =>
    `timeline: { lasts: 1s, events: { cut: { at: 0s, down: ${device}, on: ar1 } } }`
  const text = (device: string) =>
    labOf(TRUNK, NETWORKS, timeline(device)).replace(
      'ping: 10.0.0.99 }',
      'http: "http://lb1/", every: 100ms, timeout: 1s }',
    )
  expect(messages(text('eth1.10'))).toEqual(['"ar1" has no interface "eth1.10"'])
})
