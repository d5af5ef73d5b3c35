/**
 * Makes a kernel for labs from Debian's source, and has labs use it. `lvslab kernel build` starts this, contained and
 * with the lock of the folder of kernels. Exit status 0 when it is there, 1 when something failed, 3 when this machine
 * lacks something. What an interrupted build leaves serves the next one; what a complete one leaves is the kernel.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ProcessOutput } from 'zx'
import { builtKernels, kernelName, kernelsFolder, nameOf, useKernel } from '../../../src/setup/kernels.ts'
import { PrivateApt } from '../apt.ts'
import { describeMachine } from '../machine.ts'
import { complaint, say } from '../shell.ts'
import { unpack } from '../unpack.ts'
import { compile, configure } from './compile.ts'
import { complete } from './complete.ts'
import { lookAtMachine } from './machine.ts'
import { MakeFailed, type Tree } from './make.ts'
import { megabytes, Progress } from './progress.ts'
import { readRecipe } from './recipe.ts'
import { expectRoom, isDiskFull, taken } from './room.ts'
import { fetched, fetchSource, findSource, type Source, unpackSource } from './source.ts'
import { Unsupported } from './unsupported.ts'

const recipe = readRecipe(import.meta.dirname)

const kernels = kernelsFolder()
const work = join(kernels, '.build')
const progress = new Progress(process.stdout)

const MAKE_ROOM = `with room, lvslab kernel build goes on with what is in ${work}; nothing else needs that folder`

try {
  await build()
} catch (error) {
  say(complaint(error))
  const remedy = error instanceof Unsupported ? error.remedy : isDiskFull(error) ? MAKE_ROOM : undefined
  if (remedy !== undefined) process.stderr.write(`help: ${remedy}\n`)
  process.exitCode = error instanceof Unsupported ? 3 : 1
}

async function build(): Promise<void> {
  await mkdir(work, { recursive: true })
  const machine = await describeMachine()
  if (machine === undefined)
    throw new Unsupported("the kernel's source is a Debian package, and there is no apt here")
  const tools = await lookAtMachine(machine.architecture)
  const apt = new PrivateApt(join(work, 'apt'))
  const source = await progress.step('look', async (say) => {
    const found = await findSource(apt, tools, machine.installed)
    say(`${found.name} ${found.version}`)
    return found
  })
  const name = kernelName(source.version, recipe.hash)
  await sweep(name)
  if (isWhole(name))
    process.stdout.write(`The kernel ${name} is there already; lvslab kernel remove ${name} deletes it.\n`)
  else await make(source, apt, name)
  useKernel(name)
  await rm(work, { recursive: true, force: true })
  process.stdout.write(`Labs run on ${name} from now on; lvslab kernel use packaged takes that back.\n`)
}

function isWhole(name: string): boolean {
  return builtKernels().some((found) => found.ok && nameOf(found) === name)
}

async function make(source: Source, apt: PrivateApt, name: string): Promise<void> {
  const at = (what: string) => join(work, `${what}-${name}`)
  const tree: Tree = { source: at('source'), out: at('out'), tools: at('tools'), log: join(work, 'make.log') }
  const archives = await fetched([source.archive, ...source.tools])
  await expectRoom(kernels, archives + (await taken([tree.source, tree.out, tree.tools])))
  await progress.step('fetch', (say) => fetchSource(apt, source, say))
  await progress.step('unpack', async (say) => {
    say('what User-Mode Linux is made of')
    await unpackTools(source, tree.tools)
    await unpackSource(source, recipe.patches, tree.source, tree.tools)
  })
  const resumed = existsSync(tree.out)
  await makeIn(tree, source, name).catch(async (error) => {
    const failedCommand = error instanceof MakeFailed || error instanceof ProcessOutput
    if (!resumed || !failedCommand || isDiskFull(error)) throw error
    say(`${complaint(error)}; that may be due to what an interrupted build has left: once more, from nothing`)
    await rm(tree.out, { recursive: true })
    await makeIn(tree, source, name)
  })
}

/** Makes the kernel in a folder, which may hold a part of it already. */
async function makeIn(tree: Tree, source: Source, name: string): Promise<void> {
  await mkdir(tree.out, { recursive: true })
  await progress.step('configure', async (say) => {
    say(recipe.fragment)
    await configure(tree, recipe.fragment)
  })
  await progress.step('compile', (say) => compile(tree, say))
  await progress.step('complete', async (say) => {
    const { release, bytes } = await complete(tree, source, recipe.hash, join(kernels, name))
    say(`${name}: Linux ${release}, ${megabytes(bytes)}`)
  })
}

/** Deletes what interrupted builds have left that is of no use for this kernel. */
async function sweep(name: string): Promise<void> {
  const others = (await readdir(work)).filter((entry) => entry !== 'apt' && !entry.endsWith(`-${name}`))
  const unfinished = (await readdir(kernels)).filter((entry) => /^\..+\.new$/.test(entry))
  const paths = [
    ...others.map((entry) => join(work, entry)),
    ...unfinished.map((entry) => join(kernels, entry)),
  ]
  await Promise.all(paths.map((path) => rm(path, { recursive: true })))
}

async function unpackTools({ tools }: Source, folder: string): Promise<void> {
  if (tools.length === 0 || existsSync(folder)) return
  await rm(`${folder}.new`, { recursive: true, force: true })
  await unpack(tools, `${folder}.new`)
  await rename(`${folder}.new`, folder)
}
