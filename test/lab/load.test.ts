import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LABS_FOLDER } from '../../src/lab/find.ts'
import { loadLab } from '../../src/lab/load.ts'
import { addresses, good, node } from './support.ts'

const DR = join(LABS_FOLDER, 'dr/lab.yaml')

function dr(options = {}) {
  const loaded = loadLab({ path: DR }, options)
  return loaded.ok ? loaded.lab : expect.fail(loaded.errors.map(({ message }) => message).join('\n'))
}

describe('the direct routing lab', () => {
  const lab = dr()

  test('is named after its folder', () => {
    expect(lab).toMatchObject({ name: 'dr', file: DR, seed: '0' })
    expect(lab.networks).toEqual([{ name: 'lan', subnet: '10.0.0.0/24', bridge: 'lan' }])
  })

  test('has its own addresses before the VIP, and replicas side by side', () => {
    expect(lab.nodes.map(({ name }) => name)).toEqual(['client', 'director', 'rs1', 'rs2'])
    expect(addresses(lab, 'client')).toEqual(['eth0 10.0.0.2/24'])
    expect(addresses(lab, 'director')).toEqual(['eth0 10.0.0.3/24', 'eth0 10.0.0.100/32'])
    expect(addresses(lab, 'rs1')).toEqual(['lo 10.0.0.100/32', 'eth0 10.0.0.11/24'])
    expect(addresses(lab, 'rs2')).toEqual(['lo 10.0.0.100/32', 'eth0 10.0.0.12/24'])
  })

  test('has a virtual service with both real servers', () => {
    const common = { port: 80, method: 'dr', weight: 1 }
    expect(node(lab, 'director').ipvs).toEqual([
      {
        protocol: 'tcp',
        address: '10.0.0.100',
        port: 80,
        scheduler: 'rr',
        options: [],
        servers: [
          { node: 'rs1', address: '10.0.0.11', ...common },
          { node: 'rs2', address: '10.0.0.12', ...common },
        ],
      },
    ])
  })

  test('serves http on the real servers, and routes the VIP through lo', () => {
    expect(node(lab, 'rs2').daemons).toEqual([{ kind: 'http', ports: [80] }])
    expect(node(lab, 'rs2').routes).toEqual([{ to: '10.0.0.100/32', dev: 'lo' }])
  })

  test('derives what it expects from the topology', () => {
    const [mode, spread] = lab.expectations
    expect(mode).toEqual({
      kind: 'mode',
      protocol: 'tcp',
      mode: 'dr',
      family: 'IPv4',
      as: 'dr',
      probe: 'web',
      director: 'director',
      servers: [
        { node: 'rs1', port: 80 },
        { node: 'rs2', port: 80 },
      ],
      others: [],
    })
    const rest = { probes: ['web'], scheduler: 'rr', weights: [1, 1] }
    expect(spread).toMatchObject({ kind: 'spread', over: ['rs1', 'rs2'], ...rest })
  })

  test('seven real servers differ in one number', () => {
    const lab = dr({ set: { 'rs.replicas': '7' } })
    const servers = ['rs1', 'rs2', 'rs3', 'rs4', 'rs5', 'rs6', 'rs7']
    expect(node(lab, 'director').ipvs[0]?.servers.map((server) => server.node)).toEqual(servers)
    expect(lab.expectations[0]).toMatchObject({ servers: servers.map((name) => ({ node: name, port: 80 })) })
    expect(lab.expectations[1]).toMatchObject({ over: servers, weights: [1, 1, 1, 1, 1, 1, 1] })
    expect(addresses(lab, 'rs7')).toContain('eth0 10.0.0.17/24')
    expect(lab.probes).toMatchObject([{ times: 14 }, { times: 1 }, { times: 1 }])
  })

  test('a fault of one replica leaves the other alone', () => {
    const lab = dr({ change: 'arp-ignore-off-one' })
    expect(node(lab, 'rs1').sysctls['ipv4.conf.all.arp_ignore']).toBe('0')
    expect(node(lab, 'rs2').sysctls['ipv4.conf.all.arp_ignore']).toBe('1')
    expect(lab.change?.declares?.nodes).toEqual(['rs1'])
    expect(addresses(lab, 'rs1')).toEqual(addresses(dr(), 'rs1'))
  })

  test('a fault does not change what was promised', () => {
    const lab = dr({ change: 'no-real-servers' })
    expect(node(lab, 'director').ipvs[0]?.servers).toEqual([])
    expect(lab.expectations).toEqual(dr().expectations)
    expect(lab.probes).toEqual(dr().probes)
  })

  test('a variant brings its own promises', () => {
    const lab = dr({ change: 'wrr' })
    expect(lab.expectations[1]).toMatchObject({ scheduler: 'wrr', weights: [3, 1] })
    expect(lab.probes[0]).toMatchObject({ times: 8 })
  })

  test('a fault can bring a network and a router', () => {
    const lab = dr({ change: 'rs-behind-router' })
    expect(node(lab, 'rs1').routes).toContainEqual({ to: 'default', via: '10.0.1.1' })
    expect(node(lab, 'director').routes).toEqual([{ to: '10.0.1.0/24', via: '10.0.0.1' }])
    expect(node(lab, 'director').ipvs[0]?.servers[0]).toMatchObject({ node: 'rs1', address: '10.0.1.11' })
    expect(addresses(lab, 'client')).toEqual(addresses(dr(), 'client'))
  })

  test('a real server that does not exist has no node', () => {
    const servers = node(dr({ change: 'dead-rip' }), 'director').ipvs[0]?.servers
    expect(servers?.[2]).toEqual({ address: '10.0.0.250', port: 80, weight: 1, method: 'dr' })
  })
})

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-test-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const text = `title: Test
networks: { lan: 10.0.0.0/24 }
nodes: { client: { on: lan } }
probes: { ping: { from: client, ping: 10.0.0.99 } }
expect: [{ outcome: { probe: ping, is: unreachable } }]
`

  function load(name: string, content: string | Uint8Array) {
    writeFileSync(join(folder, name), content)
    return loadLab({ path: join(folder, name) })
  }

  test('a file is named by itself, or by its folder if it is called lab.yaml', () => {
    expect(load('mine.yaml', text)).toMatchObject({ lab: { name: 'mine' } })
    expect(load('lab.yaml', text)).toMatchObject({ lab: { name: folder.split('/').at(-1) } })
  })

  test('a byte order mark and Windows line ends are read', () => {
    expect(load('bom.yaml', `\uFEFF${text.replaceAll('\n', '\r\n')}`).ok).toBe(true)
  })

  test('assert.ts beside the file is found', () => {
    expect(load('lab.yaml', text)).not.toHaveProperty('lab.assertFile')
    writeFileSync(join(folder, 'assert.ts'), '')
    expect(load('lab.yaml', text)).toMatchObject({ lab: { assertFile: join(folder, 'assert.ts') } })
  })

  test('a file over 1 MiB is not read', () => {
    const loaded = load('huge.yaml', `${text}#${'x'.repeat(1024 * 1024)}`)
    expect(loaded).toMatchObject({ errors: [{ message: 'larger than 1 MiB, which no lab needs' }] })
  })

  test('however many mistakes a file has, a hundred are enough', () => {
    const keys = Array.from({ length: 9000 }, (_, index) => `key${index}: 1`).join('\n')
    const loaded = load('bad.yaml', `${text}${keys}`)
    expect(loaded.ok ? [] : loaded.errors).toHaveLength(100)
  })

  test('a folder, and a file that is not there', () => {
    expect(loadLab({ path: folder })).toMatchObject({ errors: [{ message: 'not a file', path: folder }] })
    const missing = loadLab({ path: join(folder, 'no.yaml') })
    expect(missing).toMatchObject({ errors: [{ message: 'cannot be read: ENOENT' }] })
  })

  test('text can be given instead of a file', () => {
    expect(good(text)).toMatchObject({ name: 'test', title: 'Test' })
  })
})
