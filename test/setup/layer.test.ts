import { readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
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
    expect(await readdir(join(sysroot, 'usr'))).not.toContain('share/doc')
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

describe('what cannot be had', () => {
  const env = () => ({ LVSLAB_CACHE: join(checkout.root, `cache-${Math.random()}`) })

  it('apt: one line with the price, and no second try', async () => {
    const bin = join(checkout.root, 'no-apt')
    await execa('sh', [
      '-c',
      `mkdir ${bin} && ln -s /usr/bin/* ${bin} && rm -f ${bin}/apt* ${bin}/node ${bin}/npm`,
    ])
    await symlink(process.execPath, join(bin, 'node'))
    const own = { env: { ...env(), PATH: bin } }
    const first = await checkout.run(['anyway'], own)
    expect(first.stdout).toBe('cli: anyway')
    expect(first.stderr).toContain(
      'lvslab: Debian packages cannot be had here, for there is no apt: no kernel\n',
    )
    expect((await checkout.run(['anyway'], own)).stderr).toBe('')
    expect(findSysroot(own.env)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('no apt: no kernel') },
    })
  })

  it('a source that does not answer: one line with its words, and another try next time', async () => {
    const sources = join(checkout.root, 'sources.list')
    const good = await readFile(sources, 'utf8')
    await writeFile(sources, 'deb [trusted=yes] copy:/nonexistent/repository ./\n')
    const own = { env: env() }
    const first = await checkout.run(['anyway'], own)
    expect(first.stdout).toBe('cli: anyway')
    expect(first.stderr).toMatch(/could not get the Debian packages \(Failed to stat.*\): no kernel$/)
    await writeFile(sources, good)
    expect((await checkout.run(['anyway'], own)).stderr).toMatch(/set up in/)
    expect(findSysroot(own.env)).toMatchObject({ ok: true })
  })

  it('room on the disk: its words, and no second fetch when there is room again', async () => {
    const own = { env: env() }
    await checkout.program(
      'dpkg-deb',
      "#!/bin/sh\necho 'cannot write: No space left on device' >&2\nexit 2\n",
    )
    const first = await checkout.run(['anyway'], own)
    expect(first.stderr).toMatch(
      /could not get the Debian packages \(cannot write: No space .*\): no kernel$/,
    )
    await rm(join(checkout.root, 'bin/dpkg-deb'))
    await checkout.run(['anyway'], own)
    expect(findSysroot(own.env)).toMatchObject({ ok: true })
  })

  it('one package that no source has: the others, and the price of the one', async () => {
    await checkout.write(
      'scripts/setup/sysroot.packages',
      'lvslab-test-kernel | linux.uml | no kernel\nlvslab-no-such | x | no x\n',
    )
    const own = { env: env() }
    const { stderr } = await checkout.run(['anyway'], own)
    expect(stderr).toMatch(/lvslab: no package lvslab-no-such for \S+ on \S+: no x\n/)
    expect(findSysroot(own.env)).toMatchObject({ ok: true })
  })

  it('the kernel: tools without it, and what remains possible', async () => {
    await checkout.write('scripts/setup/sysroot.packages', 'lvslab-test-tools | insmod | no modules\n')
    const own = { env: env() }
    await checkout.run(['anyway'], own)
    expect(findSysroot(own.env)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('no User-Mode Linux') },
    })
  })
})
