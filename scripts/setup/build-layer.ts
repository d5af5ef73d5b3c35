import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pRetry from 'p-retry'
import { MANIFEST, type Manifest } from '../../src/setup/manifest.ts'
import { findTool } from '../../src/setup/tools.ts'
import type { PrivateApt } from './apt.ts'
import type { PackageList, Wanted } from './list.ts'
import type { Machine } from './machine.ts'
import { $, say } from './shell.ts'
import { unpack } from './unpack.ts'

/** Fetches the packages of a list with what the machine lacks for them, and unpacks it into a new folder, with the manifest last. */
export async function buildLayer(
  folder: string,
  list: PackageList,
  machine: Machine,
  apt: PrivateApt,
): Promise<void> {
  // Lists of packages go out of date: a fetch that fails drops them, so that the second try has new ones.
  const { wanted, needed } = await pRetry(() => fetchOffered(list, machine, apt), { retries: 1 })
  const names = wanted.map((one) => one.name)
  await unpack(needed, folder)
  const manifest: Manifest = {
    list: list.text,
    release: machine.release,
    architecture: machine.architecture,
    packages: Object.fromEntries(needed.map(({ name, version }) => [name, version])),
    leansOn: (await apt.dependencies(names)).filter((name) => machine.installed.has(name)),
    tools: findTools(folder, wanted),
    ...(await kernelOf(folder)),
  }
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
}

async function fetchOffered(list: PackageList, machine: Machine, apt: PrivateApt) {
  const wanted = await offered(list, machine, apt)
  const names = wanted.map((one) => one.name)
  const needed = await apt.needed(names)
  await apt.fetch(names)
  return { wanted, needed }
}

/** Those that can be had here; tells what the others cost, unless a source that did not answer may have them. */
async function offered(list: PackageList, machine: Machine, apt: PrivateApt): Promise<Wanted[]> {
  const failure = await apt.update()
  const known = await apt.known(list.wanted.map((one) => one.name))
  const absent = list.wanted.filter((one) => !known.has(one.name))
  if (failure !== undefined && absent.length > 0) throw new Error(failure)
  const { release, architecture } = machine
  for (const { name, lost } of absent) say(`no package ${name} for ${release} on ${architecture}: ${lost}`)
  return list.wanted.filter((one) => known.has(one.name))
}

function findTools(folder: string, wanted: readonly Wanted[]): Record<string, string> {
  const tools: Record<string, string> = {}
  for (const { name, commands, lost } of wanted) {
    for (const command of commands) {
      const path = findTool(folder, command)
      if (path === undefined) say(`package ${name} has no ${command}: ${lost}`)
      else tools[command] = path
    }
  }
  return tools
}

/** Asks the kernel itself, which shows as well that it runs here. */
async function kernelOf(folder: string): Promise<Pick<Manifest, 'kernelRelease'>> {
  const kernel = join(folder, 'usr/bin/linux.uml')
  return existsSync(kernel) ? { kernelRelease: (await $`${kernel} --version`).stdout.trim() } : {}
}
