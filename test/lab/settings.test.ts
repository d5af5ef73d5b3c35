import { describe, expect, test } from 'vitest'
import { good, labOf, messages, node, warnings } from './support.ts'

const TEXT = `title: Test
vars: { vip: 10.0.0.100, times: 2, url: "http://\${vip}/" }
networks: { lan: 10.0.0.0/24 }
nodes:
  client: { on: lan }
  director: { on: lan, addresses: { eth0: "\${vip}/32" }, ipvs: { "tcp \${vip}:80": { scheduler: rr, forward: dr, servers: rs } } }
  rs: { on: lan, replicas: 2, addresses: { lo: "\${vip}/32" }, serve: http }
probes: { web: { from: client, http: "\${url}", times: "\${times}" } }
expect: [{ mode: dr }]
variants:
  more: { title: More requests, patch: { vars: { times: 9 } } }
`

describe('variables', () => {
  test('stand in keys, in texts, in each other, and keep their type', () => {
    const lab = good(TEXT)
    expect(lab.vars).toEqual({ vip: '10.0.0.100', times: '2', url: 'http://10.0.0.100/' })
    expect(lab.probes[0]).toMatchObject({ url: 'http://10.0.0.100/', times: 2 })
    expect(node(lab, 'director').ipvs[0]).toMatchObject({ address: '10.0.0.100', port: 80 })
  })

  test('one that nothing uses is worth a warning', () => {
    expect(warnings(TEXT.replace('times: 2,', 'times: 2, idle: 1,'))).toEqual(['variable "idle" is not used'])
  })
})

describe('settings', () => {
  test('a name is a variable, wherever it is used', () => {
    const lab = good(TEXT, { set: { vip: '10.0.0.200' } })
    expect(lab.probes[0]).toMatchObject({ url: 'http://10.0.0.200/' })
    expect(node(lab, 'director').addresses.at(-1)?.cidr).toBe('10.0.0.200/32')
  })

  test('dots lead into a node, a replica or a probe', () => {
    const set = { 'rs.replicas': '3', 'rs2.sysctls.ipv4.conf.all.arp_ignore': '1', 'web.times': '6' }
    const lab = good(TEXT, { set })
    expect(lab.probes[0]?.times).toBe(6)
    expect(['rs1', 'rs2', 'rs3'].map((name) => node(lab, name).sysctls['ipv4.conf.all.arp_ignore'])).toEqual([
      '0',
      '1',
      '0',
    ])
  })

  test('come before the change', () => {
    expect(good(TEXT, { set: { times: '5' } }).probes[0]?.times).toBe(5)
    expect(good(TEXT, { set: { times: '5' }, change: 'more' }).probes[0]?.times).toBe(9)
  })

  test('may make a change pointless that is not applied, but not the one that is', () => {
    expect(warnings(TEXT, { set: { times: '9' } })).toEqual(['this variant changes nothing'])
    expect(messages(TEXT, { set: { times: '9' }, change: 'more' })).toEqual(['this variant changes nothing'])
  })

  test('null removes', () => {
    const lab = good(labOf('client: { on: lan, gateway: web }\nweb: { on: lan }'), {
      set: { 'client.gateway': 'null' },
    })
    expect(node(lab, 'client').routes).toEqual([])
  })
})

describe('warnings', () => {
  const dr = (change: (text: string) => string) => warnings(change(TEXT))
  test('a port that direct routing cannot map', () => {
    expect(dr((text) => text.replace('servers: rs', 'servers: rs, port: 8080'))).toEqual([
      'direct routing cannot change the port: 8080 is ignored',
    ])
  })
  test('a service without its address', () => {
    expect(dr((text) => text.replace(`addresses: { eth0: "\${vip}/32" }, `, ''))).toEqual([
      '"director" has no address 10.0.0.100: its service will see no packet',
    ])
  })
  test('too few requests for the spread', () => {
    expect(dr((text) => text.replace('mode: dr', 'spread: {}').replace('times: 2', 'times: 1'))).toEqual([
      'probe "web" sends 1 requests, and the spread repeats after 2',
    ])
  })
  test('a network that nobody is on', () => {
    expect(dr((text) => text.replace('lan: 10.0.0.0/24', 'lan: 10.0.0.0/24, spare: 10.1.0.0/24'))).toEqual([
      'no node is on network "spare"',
    ])
  })
  test('a sysctl that looks like another', () => {
    expect(warnings(labOf('client: { on: lan, sysctls: { ipv4.ip_forwrad: 1 } }'))).toEqual([
      'is there a sysctl "ipv4.ip_forwrad"?',
    ])
  })
})
