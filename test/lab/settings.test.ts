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
    expect(lab.probes[0]).toMatchObject({ times: 6 })
    expect(['rs1', 'rs2', 'rs3'].map((name) => node(lab, name).sysctls['ipv4.conf.all.arp_ignore'])).toEqual([
      '0',
      '1',
      '0',
    ])
  })

  test('come before the change', () => {
    expect(good(TEXT, { set: { times: '5' } }).probes[0]).toMatchObject({ times: 5 })
    expect(good(TEXT, { set: { times: '5' }, change: 'more' }).probes[0]).toMatchObject({ times: 9 })
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

describe('how often a probe is sent', () => {
  const sent = (text: string, options = {}) =>
    good(text, options).probes.map((probe) => ('times' in probe ? probe.times : 0))
  const text = TEXT.replace(/, times: "[^"]*"/, '')
    .replace('times: 2, ', '')
    .replace(/variants:[\s\S]*/, '')
  const weighted = (weights: string) => text.replace('scheduler: rr', `scheduler: wrr, weights: ${weights}`)

  test('rr: twice for each server', () => {
    expect(sent(text)).toEqual([4])
    expect(sent(text, { set: { 'rs.replicas': '7' } })).toEqual([14])
    expect(sent(text.replace('servers: rs', 'servers: [rs, 10.0.0.250]'))).toEqual([6])
  })

  test('wrr: two rounds, without what the weights have in common', () => {
    expect(sent(weighted('[3, 1]'))).toEqual([8])
    expect(sent(weighted('[300, 100]'))).toEqual([8])
    expect(sent(weighted('[65535, 65534]'))).toEqual([1000])
    expect(sent(weighted('[0]'))).toEqual([1])
  })

  test('a scheduler without rounds: once', () => {
    expect(sent(text.replace('scheduler: rr', 'scheduler: lc'))).toEqual([1])
  })

  test('from inside, elsewhere, or as a ping: once', () => {
    const others = `other: { from: client, http: "http://\${vip}:81/" }, own: { from: rs1, http: "\${url}" }, ping: { from: client, ping: "\${vip}" }, tcp: { from: client, tcp: "\${vip}:80" }`
    const mixed = text.replace(/probes: .*/, `probes: { ${others} }`)
    const named = mixed.replace('mode: dr', 'mode: { name: dr, probe: tcp }')
    expect(sent(named)).toEqual([1, 1, 1, 4])
  })

  test('what the lab says goes before', () => {
    expect(sent(text, { set: { 'web.times': '3' } })).toEqual([3])
  })

  const changed = (kind: string) => `${text}${kind}:
  other:
    title: Another number of servers
    patch: { nodes: { director: { ipvs: { "tcp \${vip}:80": { servers: [rs, 10.0.0.250, 10.0.0.251] } } } } }
`
  test('a fault does not change it, a variant does', () => {
    const fault = `${changed('faults')}    fails: dr/answered\n    because: dead-rip\n    at: director\n`
    expect(sent(fault, { change: 'other' })).toEqual([4])
    expect(
      sent(fault.replace('patch: {', 'patch: { probes: { web: { times: 9 } },'), { change: 'other' }),
    ).toEqual([9])
    expect(sent(changed('variants'), { change: 'other' })).toEqual([8])
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
  test('many services without their addresses', () => {
    const ports = Array.from(
      { length: 9 },
      (_, index) => `"tcp 10.0.0.${index + 1}:80": { scheduler: rr, forward: dr, servers: [10.0.0.50] }`,
    )
    const director = labOf(`client: { on: lan }\ndirector: { on: lan, ipvs: { ${ports.join(', ')} } }`)
    expect(warnings(director)).toEqual([
      '"director" has no address 10.0.0.1, 10.0.0.2, 10.0.0.3 … 10.0.0.9: their services will see no packet',
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
