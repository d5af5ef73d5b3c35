import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { missingInFolder, missingOnHost, requiredFeatures } from '../../src/kernel/features.ts'
import { findLab } from '../../src/lab/find.ts'
import { listLabs, loadWithChanges } from '../../src/lab/index.ts'
import { loadLab } from '../../src/lab/load.ts'
import { kernelInUse } from '../../src/setup/kernels.ts'

function featuresOf(name: string, set: Record<string, string> = {}): string[] {
  const found = findLab(name)
  const loaded = loadLab({ path: found.ok ? found.file : '' }, { set })
  return requiredFeatures(loaded.ok ? loaded.lab : expect.fail(`${name} has mistakes`))
}

/** A folder such as /lib/modules/6.1.0. */
function modules(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-modules-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'kernel'))
  writeFileSync(
    join(folder, 'modules.dep'),
    'kernel/net/netfilter/ipvs/ip_vs.ko: kernel/lib/libcrc32c.ko\nkernel/net/sched/sch-fq.ko.xz:\n',
  )
  writeFileSync(join(folder, 'modules.builtin'), 'kernel/net/bridge/bridge.ko\nkernel/drivers/net/veth.ko\n')
  return folder
}

describe('what a lab needs of a kernel', () => {
  test('follows from its services and their schedulers', () => {
    expect(featuresOf('dr')).toEqual(expect.arrayContaining(['veth', 'bridge', 'ip_vs', 'ip_vs_rr']))
    expect(featuresOf('dr', { scheduler: 'wrr' })).toContain('ip_vs_wrr')
    expect(featuresOf('dr', { scheduler: 'wrr' })).not.toContain('ip_vs_rr')
  })

  test('follows from tunnels and netfilter rules', () => {
    expect(featuresOf('tun')).toContain('ipip')
    expect(featuresOf('tun')).not.toContain('ip_gre')
    const filters = ['iptable_nat', 'xt_ipvs', 'xt_nat']
    expect(featuresOf('fullnat')).toEqual(expect.arrayContaining(filters))
    expect(featuresOf('nat')).not.toEqual(expect.arrayContaining(filters.slice(0, 1)))
  })

  test('follows from delays', () => {
    expect(featuresOf('tun')).toContain('sch_netem')
    expect(featuresOf('tun', { ocean: '0' })).not.toContain('sch_netem')
    expect(featuresOf('dr')).not.toContain('sch_netem')
  })

  test('is IPv6 where a node has such an address', () => {
    expect(featuresOf('ipv6-dr')).toContain('ipv6')
    expect(featuresOf('dr')).not.toContain('ipv6')
  })

  test('is no IPVS without a service', () => {
    expect(featuresOf(join(import.meta.dirname, '../labs/fixtures/lan/lab.yaml'))).toEqual(['veth', 'bridge'])
  })
})

describe('what a kernel lacks', () => {
  test('is neither a module, packed or not, nor built in', () => {
    expect(missingInFolder(['ip_vs', 'sch_fq', 'bridge', 'veth', 'ip_vs_rr', 'vs'], modules())).toEqual([
      ...['ip_vs_rr', 'vs'],
    ])
  })

  test('is everything where there is no folder of modules', () => {
    expect(missingInFolder(['ip_vs', 'veth'], '/nowhere')).toEqual(['ip_vs', 'veth'])
  })

  test('cannot be what it runs with', () => {
    expect(missingOnHost(['no_such_feature'])).toEqual(['no_such_feature'])
    expect(missingOnHost([])).toEqual([])
  })
})

const built = kernelInUse()
test.skipIf(!built?.ok)('the built kernel has what every lab needs, with each of its changes', () => {
  const forms = listLabs().flatMap(({ file }) => loadWithChanges(file))
  const needed = new Set(forms.flatMap(requiredFeatures))
  expect(needed.size).toBeGreaterThan(20)
  expect(missingInFolder([...needed], built?.ok ? built.kernel.modules : '')).toEqual([])
})
