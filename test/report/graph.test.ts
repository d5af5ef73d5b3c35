import { describe, expect, test } from 'vitest'
import { findLab, type Lab, listLabs, loadLab } from '../../src/lab/index.ts'
import { drawing } from '../../src/report/graph/drawing.ts'
import { lanes } from '../../src/report/graph/lanes.ts'
import { mermaid } from '../../src/report/graph/mermaid.ts'
import { topology } from '../../src/report/graph/topology.ts'

function labOf(name: string, options: Parameters<typeof loadLab>[1] = {}): Lab {
  const found = findLab(name)
  const loaded = loadLab({ path: found.ok ? found.file : '' }, options)
  if (!loaded.ok) throw new Error(`the lab ${name} has mistakes`)
  return loaded.lab
}

const labs: Readonly<Record<string, Lab>> = {
  dr: labOf('dr'),
  'dr-router': labOf('dr-router'),
  'dr-7': labOf('dr', { set: { 'rs.replicas': '7' } }),
  'rs-behind-router': labOf('dr', { change: 'rs-behind-router' }),
}

test('a delay is told of its network', () => {
  const lab = labOf('dr')
  const delayed = { ...lab, networks: lab.networks.map((network) => ({ ...network, delayUs: 1500 })) }
  expect(drawing(delayed, 80).split('\n').slice(0, 3)).toEqual([' lan', ' 10.0.0.0/24', ' delay 1.5 ms'])
  expect(lanes(delayed, 80)).toMatch(/^┌ lan {2}10\.0\.0\.0\/24 {2}delay 1\.5 ms\n/)
  expect(mermaid(delayed)).toContain('net_lan(["lan<br/>10.0.0.0/24<br/>delay 1.5 ms"])')
})

describe.each(Object.entries(labs))('%s', (name, lab) => {
  test('drawing as reviewed', async () => {
    await expect(`${drawing(lab, 80)}\n`).toMatchFileSnapshot(`pages/${name}.drawing.txt`)
  })

  test('Mermaid as reviewed', async () => {
    await expect(`${mermaid(lab)}\n`).toMatchFileSnapshot(`pages/${name}.mermaid`)
  })

  test('every node and address is in both', () => {
    const facts = lab.nodes.flatMap((node) => [node.name, ...node.addresses.map(({ cidr }) => cidr)])
    for (const text of [drawing(lab, 80), mermaid(lab)]) {
      expect(facts.filter((fact) => !text.includes(fact))).toEqual([])
    }
  })

  test('fits 80 columns', () => {
    expect(
      drawing(lab, 80)
        .split('\n')
        .filter((line) => [...line].length > 80),
    ).toEqual([])
  })
})

test('a node between networks that are not neighbours passes the one between', () => {
  const lab = labOf('dr-router')
  const [first, last] = lab.networks
  if (!first || !last) throw new Error('dr-router has two networks')
  const between = { name: 'between', subnet: '10.9.0.0/24', bridge: 'br-x' }
  const text = drawing({ ...lab, networks: [first, between, last] }, 100)
  expect(text.split('\n').find((line) => line.includes(' router '))).toMatch(/├─+ router ─+│─+┤/)
})

describe.each(listLabs())('the topology of $name', ({ name }) => {
  const lab = labOf(name)
  const text = topology(lab, 80)

  test('fits 80 columns', () => {
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([])
  })

  test('has every node, network and address', () => {
    const words = [
      ...lab.networks.flatMap((network) => [network.name, network.subnet]),
      ...lab.nodes.flatMap((node) => [node.name, ...node.addresses.map(({ cidr }) => cidr)]),
    ]
    expect(words.filter((word) => !text.includes(word))).toEqual([])
  })
})

test('a lab with many networks has them close together, with a dot for each interface', async () => {
  await expect(`${topology(labOf('keepalived-tun'), 80)}\n`).toMatchFileSnapshot(
    'pages/keepalived-tun.lanes.txt',
  )
})

test('VLANs tell their switch, and nodes their trunks; replicas that are alike stand close', async () => {
  await expect(`${topology(labOf('dc-network'), 80)}\n`).toMatchFileSnapshot('pages/dc-network.lanes.txt')
  const many = lanes(labOf('dr', { set: { 'rs.replicas': '3' } }), 80)
  expect(many).toMatch(/\n● {2}rs2 +eth0 10\.0\.0\.12\/24, as rs1\n● {2}rs3 +eth0 10\.0\.0\.13\/24, as rs1$/)
})
