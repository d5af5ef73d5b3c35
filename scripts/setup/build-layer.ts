import { existsSync } from 'node:fs'
import { symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MANIFEST, type Manifest } from '../../src/setup/manifest.ts'
import { findTool } from '../../src/setup/tools.ts'
import type { PrivateApt } from './apt.ts'
import type { PackageList, Wanted } from './list.ts'
import type { Machine } from './machine.ts'
import { $, say } from './shell.ts'
import { unpack } from './unpack.ts'

/** Fetches what the machine lacks of a list, and unpacks it into a new folder, with the manifest last. */
export async function buildLayer(
  folder: string,
  list: PackageList,
  machine: Machine,
  apt: PrivateApt,
): Promise<void> {
  const wanted = await offered(list, machine, apt)
  const names = wanted.map((one) => one.name)
  const missing = await apt.missing(names)
  await apt.fetch(names)
  await unpack(missing, folder)
  const tools = findTools(folder, wanted)
  const manifest: Manifest = {
    list: list.text,
    release: machine.release,
    architecture: machine.architecture,
    packages: Object.fromEntries(missing.map(({ name, version }) => [name, version])),
    leansOn: (await apt.dependencies(names)).filter((name) => machine.installed.has(name)),
    tools,
    ...(await kernelOf(folder, tools)),
  }
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
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

/** Asks the kernel itself, which shows as well that it runs here; one installed on the machine lends its modules. */
async function kernelOf(
  folder: string,
  tools: Readonly<Record<string, string>>,
): Promise<Pick<Manifest, 'kernelRelease'>> {
  const kernel = tools['linux.uml']
  if (kernel === undefined) return {}
  const kernelRelease = (await $`${resolve(folder, kernel)} --version`).stdout.trim()
  const modules = join(folder, 'usr/lib/modules')
  if (!existsSync(modules)) await symlink('/usr/lib/uml/modules', modules)
  return { kernelRelease }
}
