import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  builtKernels,
  type FoundKernel,
  type KernelManifest,
  kernelInUse,
  kernelName,
  removeKernel,
  sha256,
  useKernel,
} from '../../../src/setup/kernels.ts'
import { lvslab } from '../../support/lvslab.ts'
import { scratch } from '../../support/scratch.ts'

let cache: string
const env = (name?: string) => ({
  LVSLAB_CACHE: cache,
  ...(name === undefined ? {} : { LVSLAB_KERNEL: name }),
})

beforeEach(() => {
  cache = scratch('cache')
})

/** A kernel as a build leaves it, its program a text; `different` is what its manifest says otherwise. */
function putKernel(name: string, different: Partial<KernelManifest> = {}): string {
  const folder = join(cache, 'kernels', name)
  const program = `program of ${name}`
  const manifest: KernelManifest = {
    ...{ source: 'linux-source-6.1', version: '6.1.176-1', configuration: 'ab', compiler: 'gcc 12' },
    ...{ architecture: process.arch, release: '6.1.176-lvslab', built: '2026-01-01T00:00:00.000Z' },
    ...{ sha256: sha256(program), bytes: program.length, ...different },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'linux'), program)
  writeFileSync(join(folder, 'modules.builtin'), '')
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  return folder
}

const inUse = (name?: string) => kernelInUse(env(name))
const messageOf = (found: FoundKernel | undefined) => (found?.ok === false ? found.error.message : undefined)

describe('the kernel in use', () => {
  test("is Debian's where none was built", () => expect(inUse()).toBeUndefined())

  test('is the chosen one; a variable chooses for one command', () => {
    putKernel('a')
    putKernel('b')
    useKernel('a', env())
    expect(inUse()).toMatchObject({ ok: true, kernel: { name: 'a' } })
    expect(inUse('b')).toMatchObject({ ok: true, kernel: { name: 'b' } })
    expect(inUse('packaged')).toBeUndefined()
    useKernel('packaged', env())
    expect(inUse()).toBeUndefined()
  })

  test("is Debian's again once it is removed", () => {
    const folder = putKernel('a')
    useKernel('a', env())
    removeKernel('a', env())
    expect(inUse()).toBeUndefined()
    expect(existsSync(folder)).toBe(false)
  })

  test('is told when it went without being asked to', () => {
    useKernel('a', env())
    expect(messageOf(inUse())).toBe('the built kernel a is not there')
  })
})

test('the npm package for this platform is found where no other kernel was chosen', async () => {
  const root = scratch('installed')
  for (const file of ['kernels.ts', 'folders.ts']) {
    cpSync(join(import.meta.dirname, '../../../src/setup', file), join(root, 'setup', file))
  }
  const name = `lvslab-kernel-${process.platform}-${process.arch}`
  cpSync(putKernel('a'), join(root, 'node_modules', name), { recursive: true })
  writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }))
  const ask = `import(${JSON.stringify(join(root, 'setup/kernels.ts'))}).then((setup) =>
    console.log(JSON.stringify(setup.kernelInUse({ LVSLAB_CACHE: ${JSON.stringify(scratch('none'))} }))))`
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', ask])
  const modules = join(root, 'node_modules', name)
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, kernel: { name: 'npm', modules } })
})

describe('a broken kernel is told by', () => {
  test.each([
    ['a manifest that is gone', 'manifest.json', undefined, 'has no readable manifest'],
    ['half a manifest', 'manifest.json', '{"sha', 'has no readable manifest'],
    ['a manifest of something else', 'manifest.json', 'null', 'has no readable manifest'],
    ['a program that is gone', 'linux', undefined, 'has lost its program'],
    ['an empty program', 'linux', '', 'has 0 octets instead of 12'],
    ['a changed octet', 'linux', 'program of b', 'is not what was built: its SHA-256 differs'],
  ])('%s', (_, file, content, words) => {
    const folder = putKernel('a')
    useKernel('a', env())
    if (content === undefined) rmSync(join(folder, file))
    else writeFileSync(join(folder, file), content)
    expect(messageOf(inUse())).toBe(`the built kernel a ${words}`)
  })

  test('another architecture', () => {
    putKernel('a', { architecture: 'arm64' })
    expect(messageOf(inUse('a'))).toBe(`the built kernel a is for arm64, and this machine is ${process.arch}`)
  })
})

test('a name is safe as a path, and in a makefile', () => {
  expect(kernelName('1:6.1.176-1~bpo', '0123456789ab')).toBe('1-6.1.176-1-bpo-01234567')
})

test('what a build has not completed is no kernel', () => {
  putKernel('.build')
  putKernel('a')
  expect(builtKernels(env()).map((found) => found.ok && found.kernel.name)).toEqual(['a'])
})

describe('lvslab kernel', () => {
  test('list shows what there is, which one is used, and what is broken', async () => {
    putKernel('a')
    putKernel('b', { architecture: 'arm64' })
    useKernel('a', env())
    const { stdout, exitCode } = await lvslab(['kernel', 'list', '--json'], env())
    expect(exitCode).toBe(0)
    const [a, b, packaged] = JSON.parse(stdout)
    expect(a).toMatchObject({ name: 'a', used: true, release: '6.1.176-lvslab', bytes: 12 })
    expect(b).toMatchObject({ name: 'b', used: false, problem: expect.stringContaining('arm64') })
    expect(packaged).toMatchObject({ name: 'packaged', used: false })
    const toRead = await lvslab(['kernel', 'list'], env())
    expect(toRead.stdout).toMatch(/\* +a +6\.1\.176-lvslab +0\.0 MB +2026-01-01 00:00 UTC\n +b +broken/)
  })

  test('use and remove do so, and refuse names that no kernel has', async () => {
    putKernel('6.1.176-1-aaaa')
    expect(await lvslab(['kernel', 'use', '6.1.176-1-aaaa'], env())).toMatchObject({ exitCode: 0 })
    expect(inUse()).toMatchObject({ ok: true })
    const wrong = await lvslab(['kernel', 'use', '6.1.176-1-aaab'], env())
    expect(wrong).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean 6.1.176-1-aaaa?'),
    })
    const removed = await lvslab(['kernel', 'remove', '6.1.176-1-aaaa'], env())
    expect(removed.stdout).toBe('6.1.176-1-aaaa is gone. Labs run on the packaged kernel from now on.')
    expect(await lvslab(['kernel', 'remove', 'packaged'], env())).toMatchObject({ exitCode: 2 })
  })

  test('use refuses a broken one: status 3', async () => {
    putKernel('a', { architecture: 'arm64' })
    const { stderr, exitCode } = await lvslab(['kernel', 'use', 'a'], env())
    expect(exitCode).toBe(3)
    expect(stderr).toContain('is for arm64')
    expect(inUse()).toBeUndefined()
  })
})
