import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectationIds } from '../../src/lab/expectations/ids.ts'
import { findLab, LABS_FOLDER, listLabs } from '../../src/lab/find.ts'
import { loadLab, loadWithChanges } from '../../src/lab/load.ts'

const labs = listLabs()

/** Whether the lab's real servers are replicas of one role, as many as one likes: keepalived.conf names each. */
function scales({ file }: { file: string }): boolean {
  const loaded = loadLab({ path: file })
  return (
    loaded.ok &&
    loaded.lab.nodes.some(({ name }) => name === 'rs1') &&
    !loaded.lab.nodes.some(({ keepalived }) => keepalived)
  )
}

/** A lab that speaks of its second real server by name has two at least. */
function fewest(file: string): string {
  return /\brs2\b/.test(readFileSync(file, 'utf8')) ? '2' : '1'
}

describe('labs that come with the program', () => {
  test('are found and are good', () => {
    expect(labs.map(({ name }) => name)).toEqual(expect.arrayContaining(['dr', 'dr-router']))
    expect(labs.flatMap(({ errors }) => errors)).toEqual([])
  })

  const good = labs.filter(({ errors }) => errors.length === 0)
  const changed = good.flatMap(({ file }) => loadWithChanges(file).slice(1))
  test.each(changed)('$name with $change.name has what is said to fail', ({ change, expectations }) => {
    expect(expectationIds(expectations)).toEqual(expect.arrayContaining([...(change?.declares?.fails ?? [])]))
  })

  test.each(labs)('$name has no doubtful place', ({ file }) => {
    expect(loadLab({ path: file })).toMatchObject({ ok: true, warnings: [] })
  })

  test.each(labs.filter(scales))('$name and its changes with --set rs.replicas=5', (lab) => {
    const path = lab.file
    const set = { 'rs.replicas': '5' }
    const loaded = loadLab({ path }, { set })
    expect(loaded).toHaveProperty('ok', true)
    // What a setting makes impossible is a warning until it is asked for: without warnings, every change is possible.
    const doubtful = loaded.ok && loaded.warnings.length > 0 ? [...lab.faults, ...lab.variants] : []
    expect(doubtful.filter(({ name }) => !loadLab({ path }, { set, change: name }).ok)).toEqual([])
  })

  const sizes = labs
    .filter(scales)
    .flatMap(({ file }) => [fewest(file), '100'].map((replicas) => ({ file, replicas })))
  test.each(sizes)('$file with $replicas real servers', ({ file, replicas }) => {
    expect(loadLab({ path: file }, { set: { 'rs.replicas': replicas } })).toHaveProperty('ok', true)
  })

  test('all faults and variants of direct routing are there', () => {
    const dr = labs.find(({ name }) => name === 'dr')
    expect(dr?.faults.map(({ name }) => name).toSorted()).toEqual([
      'arp-announce-1',
      'arp-announce-off',
      'arp-ignore-lo-only',
      'arp-ignore-off',
      'arp-ignore-off-one',
      'dead-rip',
      'director-vip-first',
      'no-real-servers',
      'port-mapping',
      'rs-behind-router',
      'rs-gateway-director',
      'rs-gateway-director-accepts',
      'vip-mask-24-on-lo',
      'vip-missing',
      'vip-missing-forwards',
      'vip-on-eth0',
    ])
    const variants = ['no-host-route', 'arp-ignore-eth0-only', 'director-no-forwarding', 'wrr']
    expect(dr?.variants.map(({ name }) => name)).toEqual(variants)
  })
})

describe('finding a lab', () => {
  test('by name, by folder, by file', () => {
    const file = labs.find(({ name }) => name === 'dr')?.file
    expect(findLab('dr')).toEqual({ ok: true, file })
    expect(findLab(`${file}`)).toEqual({ ok: true, file })
    expect(findLab(`${file}`.replace('/lab.yaml', ''))).toEqual({ ok: true, file })
  })

  test('a wrong name is answered with the right one', () => {
    expect(findLab('dr-ruoter')).toMatchObject({ ok: false, error: { suggestion: 'dr-router' } })
    expect(findLab('./nowhere')).toMatchObject({ ok: false, error: { path: './nowhere' } })
    expect(findLab('../labs')).toMatchObject({ ok: false })
    expect(listLabs('/nowhere')).toEqual([])
  })

  test('a point is the folder that one is in', () => {
    const before = process.cwd()
    process.chdir(LABS_FOLDER)
    try {
      expect(findLab('.')).toMatchObject({ error: { message: 'no lab.yaml in this folder', path: '.' } })
      process.chdir('dr')
      expect(findLab('.')).toEqual({ ok: true, file: 'lab.yaml' })
      expect(findLab('..')).toMatchObject({ error: { message: 'no lab.yaml in this folder' } })
    } finally {
      process.chdir(before)
    }
  })

  test('what is no file is not called missing', () => {
    expect(findLab('/dev/null')).toMatchObject({ error: { message: 'not a regular file' } })
    expect(findLab('./nowhere')).toMatchObject({ error: { message: 'no such file' } })
  })
})
