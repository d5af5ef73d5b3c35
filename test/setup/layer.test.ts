import { mkdir, readdir, readFile, readlink, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fits } from '../../scripts/setup/fits.ts'
import { type Manifest, readManifest } from '../../src/setup/manifest.ts'
import { findSysroot, tsharkPath } from '../../src/setup/sysroot.ts'
import { Checkout } from './support/checkout.ts'
import { RELEASE } from './support/repository.ts'

let checkout: Checkout
let sysroot: string

beforeAll(async () => {
  checkout = await Checkout.create()
  sysroot = join(checkout.cache, 'sysroot')
  await checkout.run()
})
afterAll(() => checkout[Symbol.asyncDispose]())

describe('an unpacked layer', () => {
  it('can lie over a root file system whose bin and lib are links', async () => {
    expect(await readdir(sysroot)).toEqual(['lvslab-sysroot.json', 'usr'])
    expect(await readFile(join(sysroot, 'usr/lib/lvslab-test/data'), 'utf8')).toBe('data')
  })

  it('has a kmod that works before it lies there', async () => {
    expect(await readlink(join(sysroot, 'usr/sbin/insmod'))).toBe('/bin/kmod')
    const { stdout } = await execa(join(sysroot, 'usr/lib/lvslab/modprobe'))
    expect(stdout).toBe('kmod')
  })

  it('keeps what labs need, and no more', async () => {
    const modules = join(sysroot, 'usr/lib/modules', RELEASE)
    expect(await readdir(join(modules, 'kernel/net'))).toEqual(['ip_vs.ko'])
    expect(await readdir(join(modules, 'kernel/drivers'))).toEqual([])
    expect(await readdir(join(sysroot, 'usr/share/doc'))).toEqual([])
    expect(await readdir(join(sysroot, 'usr/share'))).toEqual(['doc'])
    expect(await readdir(checkout.cache)).not.toContain('apt')
  })

  it('says what it holds', () => {
    expect(readManifest(sysroot)).toMatchObject({
      packages: { 'lvslab-test-kernel': '1:2.0-1', 'lvslab-test-tools': '1:2.0-1' },
      tools: { 'linux.uml': 'usr/bin/linux.uml', insmod: 'usr/lib/lvslab/insmod' },
      kernelRelease: RELEASE,
    })
  })

  it('is found by lvslab', () => {
    const found = findSysroot({ LVSLAB_CACHE: checkout.cache })
    if (!found.ok) throw new Error(found.error.message)
    expect(found.sysroot.release).toBe(RELEASE)
    expect(found.sysroot.linux).toBe(join(found.sysroot.path, 'usr/bin/linux.uml'))
    expect(found.sysroot.libraries).toBe(join(found.sysroot.path, 'usr/lib/x86_64-linux-gnu'))
    expect(found.sysroot.tool('insmod')).toBe(join(found.sysroot.path, 'usr/lib/lvslab/insmod'))
    expect(found.sysroot.tool('sh')).toMatch(/^\/(usr\/)?bin\/sh$/)
    expect(found.sysroot.tool('no-such-tool')).toBeUndefined()
  })
})

describe('a layer that no longer serves', () => {
  it.each(['lvslab-sysroot.json', 'usr/bin/linux.uml'])('is made again without %s', async (path) => {
    await rm(join(sysroot, path))
    await rm(join(checkout.cache, 'sysroot.foundation'))
    await checkout.run()
    expect(findSysroot({ LVSLAB_CACHE: checkout.cache })).toMatchObject({ ok: true })
  })

  it('is made again at once when its folder has gone', async () => {
    await rm(join(checkout.cache, await readlink(sysroot)), { recursive: true })
    expect((await checkout.run()).stderr).toContain('fetching Debian packages')
    expect(findSysroot({ LVSLAB_CACHE: checkout.cache })).toMatchObject({ ok: true })
  })

  it('leaves its folder to labs that are under way, for a day', async () => {
    const before = await readlink(sysroot)
    const old = join(checkout.cache, 'sysroot-of-last-week')
    await mkdir(old)
    const lastWeek = new Date(Date.now() - 7 * 24 * 3600 * 1000)
    await utimes(old, lastWeek, lastWeek)
    await utimes(join(checkout.cache, before), lastWeek, lastWeek)
    const list = await checkout.read('scripts/setup/sysroot.packages')
    await checkout.write('scripts/setup/sysroot.packages', `# new\n${list}`)
    await checkout.run()
    expect(await readlink(sysroot)).not.toBe(before)
    expect(await readdir(checkout.cache)).toContain(before)
    expect(await readdir(checkout.cache)).not.toContain('sysroot-of-last-week')
  })

  it('is told by list, machine, tools and the packages that it leans on', () => {
    const manifest: Manifest = {
      ...{ list: 'a', release: 'bookworm', architecture: 'amd64', packages: {} },
      ...{ leansOn: ['libc6'], tools: { sh: '/bin/sh' } },
    }
    const list = { text: 'a', wanted: [] }
    const machine = { release: 'bookworm', architecture: 'amd64', installed: new Set(['libc6', 'more']) }
    expect(fits(manifest, '/', list, machine)).toBe(true)
    expect(fits(manifest, '/', { ...list, text: 'b' }, machine)).toBe(false)
    expect(fits(manifest, '/', list, { ...machine, release: 'trixie' })).toBe(false)
    expect(fits(manifest, '/', list, { ...machine, architecture: 'arm64' })).toBe(false)
    expect(fits(manifest, '/', list, { ...machine, installed: new Set(['more']) })).toBe(false)
    expect(fits({ ...manifest, tools: { sh: 'usr/bin/no-such' } }, '/', list, machine)).toBe(false)
  })
})

describe('the layer for tests', () => {
  it('brings a tshark that runs beside its libraries', async () => {
    await checkout.run([join(checkout.repo, 'scripts/setup/setup.sh'), 'tshark'], { program: 'sh' })
    const path = tsharkPath({ LVSLAB_CACHE: checkout.cache })
    expect(path).toBe(join(checkout.cache, 'tshark/usr/lib/lvslab/tshark'))
    const { stdout } = await execa(path ?? '')
    expect(stdout).toMatch(/^tshark with .*\/lib\/x86_64-linux-gnu$/)
  })
})
