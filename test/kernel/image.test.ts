import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { realImage, virtualImage } from '../../src/kernel/image.ts'
import { sha256, useKernel } from '../../src/setup/kernels.ts'
import { scratch } from '../support/scratch.ts'

const SYSROOT = {
  ...{ path: '/sysroot', libraries: '', tool: () => undefined },
  ...{ linux: '/sysroot/usr/bin/linux.uml', release: '6.1.176' },
}

let folder: string

beforeEach(() => {
  const cache = scratch('cache')
  vi.stubEnv('LVSLAB_CACHE', cache)
  vi.stubEnv('LVSLAB_KERNEL', '')
  folder = join(cache, 'kernels/own')
})
afterEach(() => vi.unstubAllEnvs())

function putKernel(): void {
  mkdirSync(folder, { recursive: true })
  const manifest = { architecture: process.arch, release: '6.1', sha256: sha256('program'), bytes: 7 }
  writeFileSync(join(folder, 'linux'), 'program')
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'modules.builtin'), 'kernel/drivers/net/veth.ko\n')
  useKernel('own')
}

describe('without a built kernel', () => {
  test("labs run on Debian's", () => {
    expect(realImage(SYSROOT)).toMatchObject({ image: { linux: SYSROOT.linux }, which: "Debian's 6.1.176" })
  })

  test('there is no virtual time, and how to get it is told', () => {
    expect(virtualImage()).toMatchObject({ ok: false, error: { remedy: 'lvslab kernel build' } })
  })
})

describe('with a built kernel', () => {
  beforeEach(putKernel)

  test('labs run on it, in real and in virtual time', () => {
    const image = { linux: join(folder, 'linux'), built: 'own' }
    expect(realImage(SYSROOT, ['veth'])).toMatchObject({ image, which: 'built kernel own' })
    expect(virtualImage(['veth'])).toMatchObject({ ok: true, image: { ...image, clock: 'virtual' } })
  })

  test("a lab that needs more than it has runs on Debian's, which says why; not in virtual time", () => {
    const reason = 'the built kernel own lacks ip_vs'
    expect(realImage(SYSROOT, ['veth', 'ip_vs'])).toMatchObject({
      image: { linux: SYSROOT.linux },
      which: `Debian's 6.1.176, because ${reason}`,
    })
    expect(virtualImage(['ip_vs'])).toMatchObject({ ok: false, error: { message: reason } })
  })

  test("where it is broken, labs run on Debian's, which says why; not in virtual time", () => {
    writeFileSync(join(folder, 'linux'), '')
    const reason = 'the built kernel own has 0 octets instead of 7'
    expect(realImage(SYSROOT).which).toBe(`Debian's 6.1.176, because ${reason}`)
    expect(virtualImage()).toMatchObject({
      ok: false,
      error: { message: reason, remedy: 'lvslab kernel build' },
    })
  })
})
