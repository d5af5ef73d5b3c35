import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadLab } from '../../src/lab/load.ts'
import { formatDiagnostic } from '../../src/text/diagnostic.ts'
import { folderWith } from '../keepalived/support.ts'

const CONF = `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
@lb1 priority 150
@lb2 priority 100
  virtual_ipaddress {
    10.0.0.100
  }
}
virtual_server 10.0.0.100 80 {
  lvs_sched wrr
  lvs_method DR
  protocol TCP
  persistence_timeout 50
  real_server 10.0.0.11 80 {
    weight 3
    TCP_CHECK {
    }
  }
  real_server 10.0.0.3 80 {
    lvs_method TUN type gre csum
    TCP_CHECK {
    }
  }
}
`

/** A pair of directors with one configuration, around what is said of keepalived. */
const labOf = (keepalived: string, more: string, rs: string) => `title: Test
networks: { lan: 10.0.0.0/24 }
nodes:
  client: { on: lan }
  lb: { on: lan, replicas: 2, keepalived: ${keepalived} }
  rs: { on: { lan: 10.0.0.11 }, replicas: 2, ${rs} }
probes: { web: { from: client, http: "http://10.0.0.100/" } }
expect: [{ outcome: { probe: web, is: answered } }]
${more}`

function load(keepalived: string, conf = CONF, more = '', change?: string, rs = 'serve: http') {
  const folder = folderWith({ 'lab.yaml': labOf(keepalived, more, rs), 'k.conf': conf })
  const loaded = loadLab({ path: join(folder, 'lab.yaml') }, change === undefined ? {} : { change })
  const told = loaded.ok ? loaded.warnings : loaded.errors
  return {
    lab: loaded.ok ? loaded.lab : undefined,
    told: told.map((one) => formatDiagnostic(one).replaceAll(`${folder}/`, '').split('\n')[0]),
    folder,
  }
}

const good = (keepalived: string, conf = CONF, more = '', change?: string) => {
  const { lab, told } = load(keepalived, conf, more, change)
  return lab ?? expect.fail(told.join('\n'))
}

describe('keepalived.conf makes', () => {
  const lab = () => good('k.conf')
  const node = (name: string) => lab().nodes.find((one) => one.name === name) ?? expect.fail(name)

  test('virtual services, with the nodes behind their addresses', () => {
    expect(node('lb2').ipvs).toEqual([
      {
        ...{ by: 'keepalived', protocol: 'tcp', address: '10.0.0.100', port: 80 },
        ...{ scheduler: 'wrr', options: [], persistent: 50 },
        servers: [
          { node: 'rs1', address: '10.0.0.11', port: 80, weight: 3, method: 'dr' },
          {
            address: '10.0.0.3',
            port: 80,
            weight: 1,
            method: 'tun',
            tunnel: { type: 'gre', checksum: true },
          },
        ],
      },
    ])
  })

  test('what probes and promises go by: eight requests are two rounds of weights 3 and 1', () =>
    expect(lab().probes).toMatchObject([{ times: 8 }]))

  test('instances by the name of the node', () => {
    const priorities = ['lb1', 'lb2'].map((name) => node(name).keepalived?.director.instances[0]?.priority)
    expect(priorities).toEqual([150, 100])
  })

  test('instances by the id that the lab gives', () => {
    const [one] = good('{ file: k.conf, id: lb1 }').nodes.filter(({ name }) => name === 'lb2')
    expect(one?.keepalived?.director).toMatchObject({ id: 'lb1', instances: [{ priority: 150 }] })
  })

  test('addresses that nobody else is given', () => {
    const own = lab().nodes.flatMap(({ addresses }) => addresses.map(({ cidr }) => cidr))
    expect(own).not.toContain('10.0.0.3/24')
    expect(own).toContain('10.0.0.11/24')
  })

  test('no address of its own accord', () =>
    expect(node('lb1').addresses.map(({ cidr }) => cidr)).not.toContain('10.0.0.100/32'))
})

describe('the daemon gets', () => {
  const files = (lab = good('k.conf')) => lab.nodes.find(({ name }) => name === 'lb1')?.keepalived?.files

  test('the very file', () => expect(files()).toEqual({ 'k.conf': CONF }))

  test('what it includes, as far below its folder', () => {
    const { folder } = load('k.conf', `include more/*.conf\n${CONF}`)
    mkdirSync(join(folder, 'more'))
    writeFileSync(join(folder, 'more/a.conf'), 'global_defs {\n}\n')
    const loaded = loadLab({ path: join(folder, 'lab.yaml') })
    expect(loaded.ok && Object.keys(files(loaded.lab) ?? {})).toEqual(['k.conf', 'more/a.conf'])
  })

  test('the file with the edits of the lab', () => {
    const text = good('{ file: k.conf, edit: { "persistence_timeout 50": "persistence_timeout 60" } }')
    expect(files(text)).toEqual({ 'k.conf': CONF.replace('timeout 50', 'timeout 60') })
  })

  test('the file with an edit of what stands there several times', () => {
    const text = good('{ file: k.conf, edit: { TCP_CHECK: { to: PING_CHECK, times: 2 } } }')
    expect(files(text)).toEqual({ 'k.conf': CONF.replaceAll('TCP_CHECK', 'PING_CHECK') })
  })

  test('and a fault may edit it', () => {
    const fault = `faults:
  tie:
    title: Both have the same priority
    patch: { nodes: { lb: { keepalived: { edit: { "priority 100": "priority 150" }, accept: [pair-priority] } } } }
    fails: outcome/web
    because: no-route
    at: lb1
`
    const { nodes } = good('{ file: k.conf }', CONF, fault, 'tie')
    expect(nodes.find(({ name }) => name === 'lb2')?.keepalived?.director.instances[0]?.priority).toBe(150)
  })
})

describe('lines about which keepalived is known to complain', () => {
  const known = (keepalived: string, conf: string) =>
    load(keepalived, conf).lab?.nodes.find(({ name }) => name === 'lb1')?.keepalived?.known

  test('are none where nothing is wrong', () => expect(known('k.conf', CONF)).toEqual([]))

  test('are those of the block, once, whatever stands in it', () => {
    const text = CONF.replace('lvs_method DR', 'lvs_method "} DR {" # }\n  lvs_sched random')
    const accepting = '{ file: k.conf, accept: [method-unknown, given-twice, scheduler-missing] }'
    expect(known(accepting, text)).toEqual([{ file: 'k.conf', from: 10, to: 26 }])
  })

  test('begin at the keyword, also where its brace is on the next line', () => {
    const text = `vrrp_script gone\n{\n}\n${CONF}`
    expect(known('{ file: k.conf, accept: [script-missing] }', text)).toEqual([
      { file: 'k.conf', from: 1, to: 3 },
    ])
  })

  test('are not those of what keepalived bears', () =>
    expect(known('k.conf', CONF.replace(/ {4}TCP_CHECK {\n {4}}\n/, ''))).toEqual([]))
})

describe('mistakes', () => {
  test.each([
    [
      'a file that is not there',
      'gone.conf',
      CONF,
      'lab.yaml:5:43: gone.conf cannot be read: ENOENT: no such file or directory',
    ],
    [
      'an error in the file',
      'k.conf',
      CONF.replace('lvs_method DR', 'lvs_method FULLNAT'),
      'k.conf:12:3: "FULLNAT" is no forwarding method: NAT is used',
    ],
    [
      'an interface that the node does not have',
      'k.conf',
      CONF.replace('eth0', 'ens3'),
      'k.conf:2:3: there is no interface "ens3" here',
    ],
    [
      'a namespace that no node is',
      'k.conf',
      `net_namespace high\n${CONF}`,
      'k.conf:1:1: keepalived enters the namespace "high", and the node is called "lb1"',
    ],
    [
      'a pair that does not agree',
      'k.conf',
      CONF.replace('@lb2 priority 100', '@lb2 priority 150'),
      'k.conf:5:6: warning: priority 150 here and at k.conf:4',
    ],
    [
      'an edit of what is not there',
      '{ file: k.conf, edit: { "priority 7": "" } }',
      CONF,
      'lab.yaml:5:67: "priority 7" stands 0 times in k.conf, and an edit changes one place',
    ],
    [
      'an edit of what stands there twice',
      '{ file: k.conf, edit: { priority: prio } }',
      CONF,
      'lab.yaml:5:67: "priority" stands 2 times in k.conf, and an edit changes one place',
    ],
    [
      'an edit of what stands there less often',
      '{ file: k.conf, edit: { priority: { to: prio, times: 3 } } }',
      CONF,
      'lab.yaml:5:67: "priority" stands 2 times in k.conf, and an edit changes 3 places',
    ],
    [
      'a finding that there is none of',
      '{ file: k.conf, accept: [tie] }',
      CONF,
      'lab.yaml:5:68: unknown word "tie"',
    ],
  ])('%s', (_, keepalived, conf, message) => {
    const { told } = load(keepalived, conf)
    expect(told).toContain(message)
  })

  test.each([
    ['0', '1', 'k.conf:15:3: warning: rs1 holds 10.0.0.100 with arp_ignore 0 and arp_announce 1'],
    ['2', '2', undefined],
  ])('ARP settings of a real server that holds the VIP: %s and %s', (ignore, announce, message) => {
    const settings = `sysctls: { ipv4.conf.all.arp_ignore: ${ignore}, ipv4.conf.eth0.arp_announce: ${announce} }`
    const rs = `addresses: { lo: 10.0.0.100/32 }, ${settings}, serve: http`
    expect(load('k.conf', CONF, '', undefined, rs).told).toEqual(message === undefined ? [] : [message])
    const accepting = '{ file: k.conf, accept: [arp-settings] }'
    expect(load(accepting, CONF, '', undefined, rs).told).toEqual([])
  })

  test('what is accepted is no mistake', () => {
    const text = CONF.replace('lvs_method DR', 'lvs_method FULLNAT')
    expect(load('{ file: k.conf, accept: [method-unknown] }', text).told).toEqual([])
  })

  test('an included file outside cannot go along', () => {
    const outside = `../lvslab-outside-${process.pid}.conf`
    const { folder } = load('k.conf', `include ${outside}\n${CONF}`)
    writeFileSync(join(folder, outside), 'global_defs {\n}\n', { mode: 0o644 })
    onTestFinished(() => rmSync(join(folder, outside)))
    const loaded = loadLab({ path: join(folder, 'lab.yaml') })
    expect(loaded.ok ? [] : loaded.errors.map(({ message }) => message)).toEqual([
      `it includes ${outside}, which lies outside its folder`,
    ])
  })

  test('a setting leaves the file where it is', () => {
    const { folder } = load('k.conf')
    const loaded = loadLab({ path: join(folder, 'lab.yaml') }, { set: { 'web.times': '3' } })
    expect(loaded.ok).toBe(true)
  })

  test('healthy, the lab has none', () => expect(load('k.conf').told).toEqual([]))
})
