import { describe, expect, test } from 'vitest'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { deltaOf } from '../../src/plan/delta/delta.ts'
import { newSettings } from '../../src/plan/delta/settings.ts'
import type { Operation } from '../../src/plan/types.ts'

const LAB = `title: A lab that changes
networks: { lan: { subnet: 10.0.0.0/24 } }
nodes:
  client: { on: lan }
  director:
    on: { lan: 10.0.0.3 }
    addresses: { eth0: ["10.0.0.100/32", "10.0.0.101/32"] }
    sysctls: { ipv4.ip_forward: 1 }
    ipvs: { "tcp 10.0.0.100:80": { scheduler: rr, forward: dr, servers: rs } }
  rs:
    on: lan
    addresses: { lo: 10.0.0.100/32 }
    serve: http
probes: { web: { from: client, http: "http://10.0.0.100/" } }
expect: [{ mode: dr }]
variants:
  change:
    title: Something else
    patch: PATCH
`

function labs(patch: string): [Lab, Lab] {
  const source = { path: '/labs/changing/lab.yaml', text: LAB.replace('PATCH', patch) }
  const [before, after] = [loadLab(source), loadLab(source, { change: 'change' })]
  if (!before.ok) return expect.fail(before.errors.map(({ message }) => message).join('\n'))
  return after.ok ? [before.lab, after.lab] : expect.fail('the change has mistakes')
}

/** What breaks the lab, and what mends it again. */
function thereAndBack(patch: string): { there: Operation[]; back: Operation[] } | string {
  const [before, after] = labs(patch)
  const deltas = [deltaOf(before, after, () => 'as it was'), deltaOf(after, before, () => 'as it was')]
  const [there, back] = deltas.map((delta) =>
    delta.kind === 'plan' ? delta.plan.steps.flatMap(({ operations }) => operations) : delta.why,
  )
  if (typeof there === 'string' || typeof back === 'string') return String(there)
  return { there: there ?? [], back: back ?? [] }
}

const ip = (namespace: string, ...lines: string[]) => ({
  kind: 'ip',
  namespace,
  lines: lines.map((line) => line.split(' ')),
})

const tc = (...lines: string[]) => ({
  kind: 'tc',
  namespace: 'lan',
  lines: lines.map((line) => line.split(' ')),
})

const PORTS = ['client-eth0', 'director-eth0', 'rs-eth0']

describe('the difference of two labs', () => {
  test('is the delay of a network, which goes again', () => {
    expect(thereAndBack('{ networks: { lan: { delay: 20ms } } }')).toEqual({
      there: [tc(...PORTS.map((port) => `qdisc replace dev ${port} root netem delay 20000us limit 100000`))],
      back: [tc(...PORTS.map((port) => `qdisc del dev ${port} root`))],
    })
  })

  test('is the name server of a node, which finds nobody then', () => {
    const servers = (...addresses: string[]) => [{ kind: 'resolver', namespace: 'client', addresses }]
    expect(thereAndBack('{ nodes: { client: { resolver: [director, client] } } }')).toEqual({
      there: servers('10.0.0.3', '127.0.0.1'),
      back: servers(),
    })
  })

  test('is nothing where they are the same', () => {
    const [before] = labs('{ nodes: { client: { sysctls: { ipv4.ip_forward: 1 } } } }')
    expect(deltaOf(before, before, () => undefined)).toEqual({
      kind: 'plan',
      plan: { captures: [], probes: [], steps: [] },
    })
  })

  test('is a sysctl of another value, with what the kernel changes along', () => {
    const both = thereAndBack('{ nodes: { director: { sysctls: { ipv4.ip_forward: 0 } } } }')
    const setting = (key: string, value: string) => ({ namespace: 'director', key, value })
    const settings = (...lines: object[]) => [{ kind: 'settings', lines: expect.arrayContaining(lines) }]
    expect(both).toEqual({
      there: settings(setting('ipv4.ip_forward', '0'), setting('ipv4.conf.all.accept_redirects', '1')),
      back: settings(setting('ipv4.ip_forward', '1'), setting('ipv4.conf.all.accept_redirects', '0')),
    })
  })

  test('is a sysctl that nobody named before, which is given back', () => {
    const patch = '{ nodes: { client: { sysctls: { ipv4.ip_default_ttl: 9 } } } }'
    const setting = (value: string) => ({
      kind: 'settings',
      lines: [{ namespace: 'client', key: 'ipv4.ip_default_ttl', value }],
    })
    expect(newSettings(...labs(patch))).toEqual([{ namespace: 'client', key: 'ipv4.ip_default_ttl' }])
    expect(thereAndBack(patch)).toEqual({ there: [setting('9')], back: [setting('as it was')] })
  })

  test('is an address that is missing, and all routes once more', () => {
    expect(thereAndBack('{ nodes: { rs: { addresses: { lo: null } } } }')).toEqual({
      there: [ip('rs', 'address del 10.0.0.100/32 dev lo')],
      back: [ip('rs', 'address add 10.0.0.100/32 dev lo')],
    })
  })

  test('is the order of addresses, from where they differ', () => {
    const patch = '{ nodes: { director: { addresses: { eth0: ["10.0.0.101/32", "10.0.0.100/32"] } } } }'
    expect(thereAndBack(patch)).toMatchObject({
      there: [
        ip(
          'director',
          'address del 10.0.0.101/32 dev eth0',
          'address del 10.0.0.100/32 dev eth0',
          'address add 10.0.0.101/32 dev eth0',
          'address add 10.0.0.100/32 dev eth0',
        ),
      ],
    })
  })

  test('is a route, which a fault has and a healthy lab has not', () => {
    const patch = '{ nodes: { client: { routes: [{ to: 192.0.2.0/24, via: director }] } } }'
    expect(thereAndBack(patch)).toEqual({
      there: [ip('client', 'route replace 192.0.2.0/24 via 10.0.0.3')],
      back: [ip('client', 'route del 192.0.2.0/24 via 10.0.0.3')],
    })
  })

  test('is a table of virtual services, loaded anew', () => {
    const patch = '{ nodes: { director: { ipvs: { "tcp 10.0.0.100:80": { scheduler: wrr } } } } }'
    const words = (scheduler: string) => ['-A', '-t', '10.0.0.100:80', '-s', scheduler]
    expect(thereAndBack(patch)).toMatchObject({
      there: [{ kind: 'ipvs', namespace: 'director', lines: [['-C'], words('wrr'), expect.anything()] }],
      back: [{ kind: 'ipvs', namespace: 'director', lines: [['-C'], words('rr'), expect.anything()] }],
    })
  })

  test('is rules, and afterwards a table as it is without any', () => {
    const patch = '{ nodes: { rs: { iptables: { filter: ["-P INPUT DROP"] } } } }'
    const filter = (...rules: string[]) => [
      {
        kind: 'netfilter',
        namespace: 'rs',
        family: 'ipv4',
        tables: [{ family: 'ipv4', table: 'filter', rules }],
      },
    ]
    const policies = ['-P INPUT ACCEPT', '-P FORWARD ACCEPT', '-P OUTPUT ACCEPT']
    expect(thereAndBack(patch)).toEqual({
      there: filter(...policies, '-P INPUT DROP'),
      back: filter(...policies),
    })
  })

  test('is a daemon that is told something else: it ends, and another begins', () => {
    const both = thereAndBack('{ nodes: { rs: { serve: { http: 8080 } } } }')
    expect(both).toMatchObject({ there: [{ kind: 'stop' }, { kind: 'start' }, { kind: 'await' }] })
  })

  test('is too much where nodes or links differ', () => {
    expect(thereAndBack('{ nodes: { other: { on: lan } } }')).toBe('it has other nodes')
    expect(thereAndBack('{ nodes: { client: { on: { lan: 10.0.0.77 } } } }')).not.toBeTypeOf('string')
    const twice = '{ networks: { dmz: 10.1.0.0/24 }, nodes: { rs: { on: [lan, dmz] } } }'
    expect(thereAndBack(twice)).toBe('it has other nodes')
  })
})
