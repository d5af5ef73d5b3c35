import { describe, expect, test } from 'vitest'
import { listLabs } from '../../src/lab/find.ts'
import { loadLab } from '../../src/lab/load.ts'
import { nameProblem } from '../../src/lab/topology/names.ts'
import { addresses, good, labOf, messages, node, warnings } from './support.ts'

const TWO = `client: { on: lan }
web: { on: lan }`

describe('addresses', () => {
  test('one network: from .2; several networks: from .1; replicas: in a row from .11', () => {
    const text = `title: Test
networks: { lan: 10.0.0.0/24, wan: 192.0.2.0/24 }
nodes:
  client: { on: wan, gateway: router }
  rs: { on: lan, replicas: 3, gateway: router }
  db: { on: lan, replicas: 2 }
  router: { on: [wan, lan] }
  last: { on: lan }
probes: { ping: { from: client, ping: rs3 } }
expect: [{ outcome: { probe: ping, is: answered } }]
`
    const lab = good(text)
    expect(addresses(lab, 'client')).toEqual(['eth0 192.0.2.2/24'])
    expect(addresses(lab, 'router')).toEqual(['eth0 192.0.2.1/24', 'eth1 10.0.0.1/24'])
    expect(addresses(lab, 'rs3')).toEqual(['eth0 10.0.0.13/24'])
    expect(addresses(lab, 'db1')).toEqual(['eth0 10.0.0.21/24'])
    expect(addresses(lab, 'last')).toEqual(['eth0 10.0.0.2/24'])
    expect(node(lab, 'client').routes).toEqual([{ to: 'default', via: '192.0.2.1' }])
    expect(node(lab, 'rs2').routes).toEqual([{ to: 'default', via: '10.0.0.1' }])
    expect(lab.probes[0]).toMatchObject({ kind: 'ping', host: '10.0.0.13' })
  })

  test('an address that the lab mentions is never given out', () => {
    const lab = good(
      labOf(
        `${TWO}\nrs: { on: lan, replicas: 2, addresses: { lo: 10.0.0.12/32 } }\nodd: { on: lan, addresses: { lo: 10.0.0.4/32 } }`,
      ),
    )
    expect(addresses(lab, 'rs1')).toContain('eth0 10.0.0.21/24')
    expect(addresses(lab, 'odd')).toContain('eth0 10.0.0.5/24')
  })

  test('replicas without a free row take single addresses', () => {
    const lab = good(labOf('client: { on: lan }\nrs: { on: lan, replicas: 250 }'))
    const all = lab.nodes.flatMap(({ name }) => addresses(lab, name))
    expect(new Set(all).size).toBe(251)
    expect(all).not.toContain('eth0 10.0.0.99/24')
  })

  test('given addresses are kept, and replicas count on from them', () => {
    const lab = good(
      labOf(
        'client: { on: { lan: 10.0.0.77 } }\nrs: { on: { lan: 10.0.0.50 }, replicas: 3 }\nweb: { on: { lan: auto } }',
      ),
    )
    expect(addresses(lab, 'client')).toEqual(['eth0 10.0.0.77/24'])
    expect(addresses(lab, 'rs3')).toEqual(['eth0 10.0.0.52/24'])
    expect(addresses(lab, 'web')).toEqual(['eth0 10.0.0.2/24'])
  })

  test('a replica patched alone keeps its address, unless the patch gives one', () => {
    const nodes = 'client: { on: lan }\nrs: { on: { lan: 10.0.0.50 }, replicas: 3 }'
    const variants = `variants:
  forwards: { title: One, patch: { nodes: { rs2: { sysctls: { ipv4.ip_forward: 1 } } } } }
  moves: { title: Two, patch: { nodes: { rs2: { on: { lan: 10.0.0.60 } } } } }
`
    expect(addresses(good(labOf(nodes, variants), { change: 'forwards' }), 'rs2')).toEqual([
      'eth0 10.0.0.51/24',
    ])
    const moved = good(labOf(nodes, variants), { change: 'moves' })
    expect(addresses(moved, 'rs2')).toEqual(['eth0 10.0.0.60/24'])
    expect(addresses(moved, 'rs3')).toEqual(['eth0 10.0.0.52/24'])
  })

  test('own says where the own address stands', () => {
    const lab = good(labOf('client: { on: lan, addresses: { eth0: [10.0.0.40/24, own, 10.9.9.9/32] } }'))
    expect(addresses(lab, 'client')).toEqual(['eth0 10.0.0.40/24', 'eth0 10.0.0.2/24', 'eth0 10.9.9.9/32'])
  })
})

describe('scopes', () => {
  test('scope host stands behind the address', () => {
    const lab = good(labOf('client: { on: lan, addresses: { lo: [10.9.0.1/32 scope host, 10.9.0.2/32] } }'))
    expect(node(lab, 'client').addresses.slice(0, 2)).toEqual([
      { interface: 'lo', cidr: '10.9.0.1/32', scope: 'host' },
      { interface: 'lo', cidr: '10.9.0.2/32' },
    ])
  })

  test('there is no other scope', () => {
    expect(messages(labOf('client: { on: lan, addresses: { lo: 10.9.0.1/32 scope link } }'))).toEqual([
      '"10.9.0.1/32 scope link" is not an address with a prefix length',
    ])
  })
})

describe('private addresses', () => {
  const lab = (subnet: string, name: string, more = '', vars = '') => `title: Test
${vars}
networks: { ${name}: ${subnet} }
nodes:
  client: { on: ${name}${more} }
  web: { on: ${name} }
probes: { ping: { from: client, ping: web } }
expect: [{ outcome: { probe: ping, is: answered } }]
`
  test.each([
    [
      'a network that is called public',
      lab('10.1.2.0/24', 'public'),
      'network "public" has private addresses (RFC 1918)',
    ],
    [
      'one that is called internet',
      lab('100.64.0.0/24', 'internet'),
      'network "internet" has private addresses (RFC 6598)',
    ],
    [
      'a variable that is called public',
      lab(
        '10.1.2.0/24',
        'lan',
        `, addresses: { eth0: "\${public_vip}/32" }`,
        'vars: { public_vip: 10.1.2.88 }',
      ),
      '10.1.2.88 is a private address (RFC 1918)',
    ],
    [
      'an address among public ones',
      lab('203.0.113.0/24', 'outside', ', addresses: { eth0: 192.168.1.1/32 }'),
      '192.168.1.1 is a private address (RFC 1918), and network "outside" (203.0.113.0/24) is not',
    ],
  ])('%s is doubted', (_, text, message) => expect(warnings(text)).toEqual([message]))

  test.each([
    ['private from end to end', lab('10.0.0.0/24', 'lan', ', addresses: { eth0: 10.9.9.9/32 }')],
    ['a word that only sounds like it', lab('10.0.0.0/24', 'publications')],
    [
      'an address of documentation',
      lab('203.0.113.0/24', 'internet', ', addresses: { eth0: 198.51.100.7/32 }'),
    ],
    ['a private address on lo', lab('203.0.113.0/24', 'internet', ', addresses: { lo: 10.9.9.9/32 }')],
    ['the neighbour of a private prefix', lab('172.32.0.0/24', 'public')],
  ])('%s is not', (_, text) => expect(warnings(text)).toEqual([]))

  test.each(listLabs())('nor is anything in $name', ({ file }) => {
    expect(loadLab({ path: file })).toMatchObject({ ok: true, warnings: [] })
  })
})

describe('captures', () => {
  test('are on every link, and elsewhere where the lab asks; or nowhere', () => {
    const lab = good(
      labOf('client: { on: lan }\nrs: { on: lan, capture: lo }\nweb: { on: lan, capture: none }'),
    )
    expect(lab.nodes.map(({ captures }) => captures)).toEqual([['eth0'], ['eth0', 'lo'], []])
  })

  test('a point where nothing is captured cannot be promised about', () => {
    const text = labOf('client: { on: lan }\nweb: { on: lan, capture: none }')
    const never = text.replace('expect: [', "expect: [{ never: { at: web, hop: '*:*/*:*' } }, ")
    expect(messages(never)).toEqual(['"web" is not a capture point'])
  })
})

describe('routes', () => {
  test('go to nodes, networks, prefixes and addresses', () => {
    const routes =
      '[{ to: web, via: web }, { to: 10.9.0.0/16, via: 10.0.0.9 }, { to: 10.8.8.8, dev: lo }, { to: lan, dev: eth0 }]'
    const lab = good(labOf(`client: { on: lan, routes: ${routes} }\nweb: { on: lan }`))
    expect(node(lab, 'client').routes).toEqual([
      { to: '10.0.0.3/32', via: '10.0.0.3' },
      { to: '10.9.0.0/16', via: '10.0.0.9' },
      { to: '10.8.8.8/32', dev: 'lo' },
      { to: '10.0.0.0/24', dev: 'eth0' },
    ])
  })
})

describe('MAC addresses', () => {
  const macs = (text: string, seed?: string) =>
    good(text, seed === undefined ? {} : { seed }).nodes.flatMap((one) => one.links.map(({ mac }) => mac))
  const text = labOf('client: { on: lan }\nrs: { on: lan, replicas: 20 }')

  test('are local, unicast, different and the same each time', () => {
    const all = macs(text)
    expect(macs(text)).toEqual(all)
    expect(new Set(all).size).toBe(21)
    for (const mac of all) expect(mac).toMatch(/^02(:[0-9a-f]{2}){5}$/)
  })

  test('tell role, replica and interface', () => {
    const [, first, second] = macs(text)
    expect(first?.slice(0, 11)).toBe(second?.slice(0, 11))
    expect(first?.slice(12)).toBe('01:00')
    expect(second?.slice(12)).toBe('02:00')
    expect(macs(text).at(-1)?.slice(12)).toBe('14:00')
  })

  test('follow the seed, and no other node', () => {
    expect(macs(text, 'other')[0]).not.toBe(macs(text)[0])
    expect(macs(labOf('client: { on: lan }\nweb: { on: lan }'))[0]).toBe(macs(text)[0])
  })
})

describe('sysctls', () => {
  test('are complete, and ip_forward is written first', () => {
    const { sysctls } = node(
      good(labOf('client: { on: lan, sysctls: { ipv4.conf.lo.arp_ignore: 1 } }')),
      'client',
    )
    expect(Object.keys(sysctls)[0]).toBe('ipv4.ip_forward')
    for (const name of ['all', 'default', 'lo', 'eth0'])
      for (const setting of ['arp_ignore', 'arp_announce', 'rp_filter', 'accept_local', 'send_redirects'])
        expect(sysctls).toHaveProperty([`ipv4.conf.${name}.${setting}`])
    expect(sysctls['ipv4.conf.lo.arp_ignore']).toBe('1')
    expect(sysctls['ipv4.conf.all.arp_ignore']).toBe('0')
    expect(sysctls['ipv6.conf.all.disable_ipv6']).toBe('1')
  })

  test('a forwarding host does not accept redirects, as in the kernel', () => {
    const { sysctls } = node(good(labOf('client: { on: lan, sysctls: { ipv4.ip_forward: 1 } }')), 'client')
    expect(sysctls['ipv4.conf.all.accept_redirects']).toBe('0')
  })

  test('a list gives one value to each replica, again from the start where it is shorter', () => {
    const lab = good(
      labOf(
        'client: { on: lan }\nrs: { on: lan, replicas: 3, sysctls: { ipv4.conf.all.arp_ignore: [1, 8] } }',
      ),
    )
    const levels = ['rs1', 'rs2', 'rs3'].map((name) => node(lab, name).sysctls['ipv4.conf.all.arp_ignore'])
    expect(levels).toEqual(['1', '8', '1'])
  })

  test('each value of a list is checked, a mistake told once', () => {
    const text = labOf(
      'client: { on: lan }\nrs: { on: lan, replicas: 3, sysctls: { ipv4.conf.all.arp_ignore: [1, 9] } }',
    )
    expect(messages(text)).toEqual(['arp_ignore is 0 to 8, not 9'])
  })

  test('others of the kernel are let through', () => {
    const lab = good(labOf('client: { on: lan, sysctls: { ipv4.vs.conntrack: 1, ipv4.tcp_syn_retries: 2 } }'))
    expect(node(lab, 'client').sysctls).toMatchObject({
      'ipv4.vs.conntrack': '1',
      'ipv4.tcp_syn_retries': '2',
    })
  })
})

describe('names', () => {
  test.each(['client', 'rs', 'rs-2', 'a1', 'lb', 'web', 'net', 'router', 'x'])('%s is safe', (name) => {
    expect(nameProblem(name)).toBeUndefined()
  })

  const unsafe = [
    '',
    '.',
    '..',
    'd',
    'dev',
    'default',
    'all',
    'via',
    'a b',
    'a/b',
    'rs-',
    '-rs',
    'RS',
    '1st',
    'lo',
    'eth3',
  ]
  test.each([...unsafe, 'rs1-eth0', 'é', 'x'.repeat(16), 'add', 'any', 'netns', 'type'])(
    '"%s" is not',
    (name) => {
      expect(nameProblem(name)).toBeTypeOf('string')
    },
  )

  test('what is derived from a name must fit as well', () => {
    expect(good(labOf('client: { on: lan }\nten-chars0: { on: lan }')).nodes[1]?.links[0]?.port).toHaveLength(
      15,
    )
    expect(messages(labOf('client: { on: lan }\nten-chars0: { on: lan, replicas: 1 }'))).toHaveLength(1)
  })
})

describe('IPv6', () => {
  const text = `title: Test
networks: { front: 10.0.0.0/24, six: "fd00:1::/64", back: "fd00:2::/64" }
nodes:
  client: { on: six, gateway: router }
  rs: { on: back, replicas: 2, gateway: router, routes: [{ to: six, via: router }, { to: "fd00:9::5", dev: lo }] }
  router: { on: [six, back], sysctls: { ipv6.conf.all.forwarding: 1 } }
  both: { on: [front, six], addresses: { eth1: "fd00:1:0::77/128" } }
  old: { on: front, gateway: both }
probes:
  ping: { from: client, ping: rs2 }
  get: { from: client, http: "http://rs1:8080/a" }
  tcp: { from: client, tcp: "[FD00:2::0:99]:80" }
expect: [{ outcome: { probe: ping, is: answered } }]
`
  const lab = good(text)

  test('addresses are given out as they are written: ::1, ::2, ::11', () => {
    expect(addresses(lab, 'client')).toEqual(['eth0 fd00:1::2/64'])
    expect(addresses(lab, 'rs2')).toEqual(['eth0 fd00:2::12/64'])
    expect(addresses(lab, 'router')).toEqual(['eth0 fd00:1::1/64', 'eth1 fd00:2::1/64'])
    expect(addresses(lab, 'both')).toEqual(['eth0 10.0.0.1/24', 'eth1 fd00:1::3/64', 'eth1 fd00:1::77/128'])
  })

  test('routes are of the family of their next hop', () => {
    expect(node(lab, 'client').routes).toEqual([{ to: '::/0', via: 'fd00:1::1' }])
    expect(node(lab, 'old').routes).toEqual([{ to: 'default', via: '10.0.0.1' }])
    expect(node(lab, 'rs1').routes).toEqual([
      { to: 'fd00:1::/64', via: 'fd00:2::1' },
      { to: 'fd00:9::5/128', dev: 'lo' },
      { to: '::/0', via: 'fd00:2::1' },
    ])
  })

  test('probes have brackets where a colon follows', () => {
    expect(lab.probes).toMatchObject([
      { kind: 'ping', host: 'fd00:2::12' },
      { kind: 'http', url: 'http://[fd00:2::11]:8080/a' },
      { kind: 'tcp', host: 'fd00:2::99', port: 80 },
    ])
  })

  test('it is on where an address is, and forwarding is written first', () => {
    const { sysctls } = node(lab, 'both')
    expect(sysctls['ipv6.conf.eth0.disable_ipv6']).toBe('1')
    expect(sysctls['ipv6.conf.eth1.disable_ipv6']).toBe('0')
    expect(sysctls['ipv6.conf.eth1.accept_dad']).toBe('0')
    expect(node(lab, 'old').sysctls['ipv6.conf.all.disable_ipv6']).toBe('1')
    const keys = Object.keys(node(lab, 'router').sysctls).filter((key) => key.startsWith('ipv6.'))
    expect(keys[0]).toBe('ipv6.conf.all.forwarding')
  })
})
