import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type KernelManifest, sha256 } from '../../../src/setup/kernels.ts'
import { $ } from '../shell.ts'
import type { Tree } from './make.ts'
import type { Source } from './source.ts'

/** Puts what was made into a folder that is there as a whole or not at all. */
export async function complete(
  { out }: Tree,
  source: Source,
  configuration: string,
  folder: string,
): Promise<KernelManifest> {
  const fresh = join(dirname(folder), `.${basename(folder)}.new`)
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  const linux = join(fresh, 'linux')
  await $`strip -o ${linux} ${join(out, 'linux')}`
  await copyFile(join(out, '.config'), join(fresh, 'config'))
  await copyFile(join(out, 'modules.builtin'), join(fresh, 'modules.builtin'))
  const manifest = await describe(linux, source, configuration)
  await writeFile(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
  return manifest
}

/** Asks the kernel itself for its release, which shows as well that it is a program that runs here. */
async function describe(
  linux: string,
  { name, version }: Source,
  configuration: string,
): Promise<KernelManifest> {
  const program = await readFile(linux)
  const { stdout } = await $`gcc --version`
  return {
    source: name,
    version,
    configuration,
    compiler: stdout.split('\n')[0] ?? '',
    architecture: process.arch,
    release: (await $`${linux} --version`).stdout.trim(),
    sha256: sha256(program),
    bytes: program.length,
    built: new Date().toISOString(),
  }
}
