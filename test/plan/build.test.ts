import { describe, expect, test } from 'vitest'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { attemptCount, probeCommand } from '../../src/plan/probe.ts'
import type { Operation, Plan } from '../../src/plan/types.ts'

function labOf(nodes: string): Lab {
  const text = `title: test
networks: { lan: 10.0.0.0/24, wan: 10.1.0.0/24 }
nodes: ${nodes}
probes: { alive: { from: client, ping: client } }
expect: [outcome: { probe: alive, is: answered }]
`
  const loaded = loadLab({ path: 'test.yaml', text })
  return loaded.ok ? loaded.lab : expect.fail(loaded.errors.map(({ message }) => message).join('\n'))
}

const two = labOf('{ client: { on: lan }, router: { on: [lan, wan], serve: { http: 8080 } } }')

function operationsOf<Kind extends Operation['kind']>(plan: Plan, kind: Kind) {
  const all = plan.steps.flatMap(({ operations }) => operations)
  return all.filter((one): one is Extract<Operation, { kind: Kind }> => one.kind === kind)
}

/** Lines of every `ip -batch`, each with its namespace before it. */
function ipLines(plan: Plan): string[] {
  return operationsOf(plan, 'ip').flatMap(({ namespace, lines }) =>
    lines.map((words) => [namespace ?? '-', ...words].join(' ')),
  )
}

describe('a plan', () => {
  test('gives interfaces the names that the lab gives them, dots and all', () => {
    const plan = buildPlan(
      labOf(
        '{ client: { on: [lan, wan], interfaces: [ens192, eth0.10], addresses: { eth0.10: 10.9.0.1/32 } } }',
      ),
    )
    expect(ipLines(plan)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/ add name client-eth1 .* peer name eth0\.10 netns client /),
        'client address add 10.9.0.1/32 dev eth0.10',
      ]),
    )
    const [{ lines } = { lines: [] }] = operationsOf(plan, 'settings')
    const keys = lines.map((line) => ('key' in line ? line.key : line.offloads))
    expect(keys).toContain('ipv4.conf.{all,default,lo,ens192,eth0/10}.arp_ignore')
    expect(keys).toContain('eth0.10')
    expect(plan.captures.map(({ point }) => point)).toEqual(['client:ens192', 'client:eth0.10'])
  })

  test('answers with the pages and statuses that the lab gives', () => {
    const serve = 'serve: { http: 80, smtp: 25, pages: { /: "one\\n", /gone: 404, /b: "two" } }'
    const starts = operationsOf(buildPlan(labOf(`{ client: { on: lan, ${serve} } }`)), 'start')
    const [http, smtp] = starts.map(({ daemon }) => daemon.files)
    expect(http).toMatchObject({ 'pages/0': 'one\n', 'pages/2': 'two' })
    expect(http?.['nginx.conf']).toContain('location = / { root .; try_files /pages/0 =404; }')
    expect(http?.['nginx.conf']).toContain('location = /gone { return 404; }')
    expect(Object.keys(smtp ?? {})).toEqual(['nginx.conf'])
  })

  test('adds an address that is deprecated as one', () => {
    const node = '{ client: { on: lan, addresses: { lo: fd00::1/128 deprecated } } }'
    expect(ipLines(buildPlan(labOf(node)))).toContain('client address add fd00::1/128 dev lo preferred_lft 0')
  })

  test('makes a certificate where a server speaks TLS, before that is started', () => {
    const { steps } = buildPlan(labOf('{ client: { on: lan, serve: { https: 443, smtp: 25 } } }'))
    expect(steps.map(({ title }) => title)).toEqual(expect.arrayContaining(['certificates', 'daemons']))
    expect(operationsOf(buildPlan(two), 'self-signed')).toEqual([])
  })

  test('makes a namespace for each node and each bridge, before anything goes into one', () => {
    const [first] = buildPlan(two).steps
    expect(first?.operations).toEqual([
      {
        kind: 'ip',
        lines: ['lan', 'wan', 'client', 'router'].map((name) => ['netns', 'add', name]),
      },
    ])
  })

  test('makes both ends of a link where they belong', () => {
    const lines = ipLines(buildPlan(two))
    const [nic] = two.nodes[0]?.links ?? []
    expect(lines).toContain(
      `lan link add name client-eth0 master lan up type veth peer name eth0 netns client address ${nic?.mac}`,
    )
  })

  test('brings links up before it adds addresses, and those before routes', () => {
    const lines = ipLines(
      buildPlan(labOf('{ client: { on: lan, gateway: router }, router: { on: [lan, wan] } }')),
    )
    const kinds = lines.filter((line) => line.startsWith('client ')).map((line) => line.split(' ')[1])
    expect(kinds).toEqual(['link', 'link', 'address', 'route'])
  })

  test('captures at the node end of every link, before any daemon starts', () => {
    const plan = buildPlan(two)
    expect(plan.captures.map(({ point }) => point)).toEqual(['client:eth0', 'router:eth0', 'router:eth1'])
    const kinds = plan.steps.flatMap(({ operations }) => operations.map(({ kind }) => kind))
    expect(kinds.lastIndexOf('capture')).toBeLessThan(kinds.indexOf('start'))
  })

  test('switches offloads off at both ends of every link', () => {
    const lines = operationsOf(buildPlan(two), 'settings').flatMap(({ lines }) => lines)
    const off = lines.flatMap((line) => ('offloads' in line ? [`${line.namespace} ${line.offloads}`] : []))
    expect(off.toSorted()).toEqual(
      [
        'lan client-eth0',
        'lan router-eth0',
        'wan router-eth1',
        'client eth0',
        'router eth0',
        'router eth1',
      ].toSorted(),
    )
  })

  test('sets every sysctl of every node', () => {
    const lines = operationsOf(buildPlan(two), 'settings').flatMap(({ lines }) => lines)
    for (const { name, sysctls } of two.nodes) {
      const set = lines.flatMap((line) => ('key' in line && line.namespace === name ? unfold(line) : []))
      expect(Object.fromEntries(set)).toEqual(sysctls)
    }
  })

  test('brings tunnels up, unwraps GUE, and gives routes their options', () => {
    const node = `{ on: lan, tunnels: { tunl0: up, gre0: down }, gue: 6080, addresses: { tunl0: 10.9.9.9/32 },
      routes: [{ to: default, via: router, advmss: 1440, mtu: 1480 }], capture: [lo, tunl0, gre0] }`
    const plan = buildPlan(labOf(`{ client: ${node}, router: { on: [lan, wan] } }`))
    expect(ipLines(plan).filter((line) => line.startsWith('client '))).toEqual([
      'client link set dev lo up',
      'client link set dev eth0 up',
      'client link set dev tunl0 up',
      'client address add 10.0.0.2/24 dev eth0',
      'client address add 10.9.9.9/32 dev tunl0',
      'client fou add port 6080 gue',
      'client route add default via 10.0.0.1 advmss 1440 mtu 1480',
    ])
    expect(plan.captures.map(({ point }) => point)).toEqual([
      ...['client:eth0', 'client:lo', 'client:tunl0', 'router:eth0', 'router:eth1'],
    ])
  })

  test('loads netfilter rules in one process a node and family', () => {
    const rules = `{ nat: ["-A POSTROUTING -j MASQUERADE"], filter: ["-P FORWARD DROP"] }`
    const node = `{ on: lan, iptables: ${rules}, ip6tables: { raw: ["-A PREROUTING -j DROP"] } }`
    const all = operationsOf(buildPlan(labOf(`{ client: ${node} }`)), 'netfilter')
    expect(all.map(({ family, tables }) => [family, ...tables.map(({ table }) => table)])).toEqual([
      ['ipv4', 'nat', 'filter'],
      ['ipv6', 'raw'],
    ])
  })

  test('writes services as ipvsadm -R reads them', () => {
    const services = `{
      "tcp 10.0.0.100:80": { scheduler: mh, options: [mh-port, mh-fallback], persistent: 50, forward: nat,
        port: 8080, servers: [{ to: rs1, weight: 3 }, { to: rs2, forward: dr, port: 80 }], weights: [2] },
      "udp 10.0.0.100:53": { scheduler: rr, forward: tun, tunnel: gre,
        servers: [rs1, { to: rs2, tunnel: { type: gue, port: 6080, checksum: true } }] },
      fwmark 7: { scheduler: rr, servers: [{ to: rs1, forward: tun }, { to: rs2, forward: nat }] } }`
    const rs = '{ on: lan, replicas: 2 }'
    const director = `{ on: lan, addresses: { eth0: 10.0.0.100/32 }, ipvs: ${services} }`
    const [table] = operationsOf(buildPlan(labOf(`{ client: ${director}, rs: ${rs} }`)), 'ipvs')
    expect(table?.lines.map((words) => words.join(' '))).toEqual([
      '-A -t 10.0.0.100:80 -s mh -b mh-port,mh-fallback -p 50',
      '-a -t 10.0.0.100:80 -r 10.0.0.11:8080 -m -w 3',
      '-a -t 10.0.0.100:80 -r 10.0.0.12:80 -g -w 2',
      '-A -u 10.0.0.100:53 -s rr',
      '-a -u 10.0.0.100:53 -r 10.0.0.11:53 -i --tun-type gre --tun-nocsum -w 1',
      '-a -u 10.0.0.100:53 -r 10.0.0.12:53 -i --tun-type gue --tun-port 6080 --tun-csum -w 1',
      '-A -f 7 -s rr',
      '-a -f 7 -r 10.0.0.11:0 -i -w 1',
      '-a -f 7 -r 10.0.0.12:0 -m -w 1',
    ])
  })

  test('starts all daemons before it waits for any', () => {
    const plan = buildPlan(labOf('{ client: { on: lan, serve: http }, other: { on: lan, serve: http } }'))
    const kinds = plan.steps.flatMap(({ operations }) => operations.map(({ kind }) => kind))
    expect(kinds.filter((kind) => kind === 'start' || kind === 'await')).toEqual([
      ...['start', 'start', 'await', 'await'],
    ])
  })

  test('has no step in which nothing is done', () => {
    const { steps } = buildPlan(labOf('{ client: { on: lan } }'))
    expect(steps.map(({ title }) => title)).toEqual([
      ...['namespaces', 'links', 'settings', 'addresses and routes', 'captures'],
    ])
  })
})

/** `ipv4.conf.{all,eth0}.arp_ignore` stands for two keys. */
function unfold({ key, value }: { key: string; value: string }): [string, string][] {
  const [, before = '', names, after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(key) ?? []
  return names === undefined
    ? [[key, value]]
    : names.split(',').map((name) => [`${before}${name}${after}`, value])
}

describe('a probe', () => {
  const base = { name: 'p', from: 'client', times: 3, timeoutMs: 1500 }
  const http = { ...base, kind: 'http', url: 'http://10.0.0.100/' } as const
  const tcp = { ...base, kind: 'tcp', host: '10.0.0.100', port: 81 } as const
  const ping = { ...base, kind: 'ping', host: '10.0.0.100' } as const

  test('sends each attempt from a port of its own', () => {
    const command = probeCommand(http, 40001)
    expect(command.filter((_, index) => command[index - 1] === '--local-port')).toEqual([
      '40001',
      '40002',
      '40003',
    ])
    expect(probeCommand(tcp, 40001).slice(-6)).toEqual(['', '40001', '', '40002', '', '40003'])
    expect([http, tcp, ping].map(attemptCount)).toEqual([3, 3, 0])
  })

  test('has a deadline for each attempt', () => {
    const command = probeCommand(http, 40001)
    expect(command.filter((_, index) => command[index - 1] === '--max-time')).toEqual(['1.5', '1.5', '1.5'])
    expect(probeCommand(tcp, 40001)).toContain('1.5')
    expect(probeCommand(ping, 40001).join(' ')).toContain('-W 1.5')
  })

  test('sends from the address that it was given', () => {
    const sources = ['10.0.0.2', '10.0.0.9']
    expect(probeCommand({ ...http, sources }, 1).join(' ')).toContain('--interface 10.0.0.2')
    const ends = ['10.0.0.2', '1', '10.0.0.9', '2', '10.0.0.2', '3']
    expect(probeCommand({ ...tcp, sources }, 1).slice(-6)).toEqual(ends)
    expect(probeCommand({ ...ping, sources }, 1).join(' ')).toContain('-I 10.0.0.2')
  })
})
