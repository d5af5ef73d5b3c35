import { readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSysroot } from '../../src/setup/sysroot.ts'
import { Checkout } from './support/checkout.ts'

let checkout: Checkout

beforeAll(async () => {
  checkout = await Checkout.create()
  await checkout.run()
})
afterAll(() => checkout[Symbol.asyncDispose]())

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
