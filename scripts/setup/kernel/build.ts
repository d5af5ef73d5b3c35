/**
 * Makes a kernel for labs from Debian's source, and has labs use it. `lvslab kernel build` starts this, contained and
 * with the lock of the folder of kernels. Exit status 0 when it is there, 1 when something failed, 3 when this machine
 * lacks something. What an interrupted build leaves serves the next one; what a complete one leaves is the kernel.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { builtKernels, kernelName, kernelsFolder, nameOf, useKernel } from '../../../src/setup/kernels.ts'
import { PrivateApt } from '../apt.ts'
import { describeMachine } from '../machine.ts'
import { complaint } from '../shell.ts'
import { unpack } from '../unpack.ts'
import { compile, configure } from './compile.ts'
import { complete } from './complete.ts'
import { lookAtMachine } from './machine.ts'
import type { Tree } from './make.ts'
import { megabytes, Progress } from './progress.ts'
import { readRecipe } from './recipe.ts'
import { fetchSource, findSource, type Source, unpackSource } from './source.ts'
import { Unsupported } from './unsupported.ts'

const recipe = readRecipe(import.meta.dirname)

const kernels = kernelsFolder()
const work = join(kernels, '.build')
const progress = new Progress(process.stdout)

try {
  await build()
} catch (error) {
  process.stderr.write(`lvslab: ${complaint(error)}\n`)
  if (error instanceof Unsupported && error.remedy) process.stderr.write(`help: ${error.remedy}\n`)
  process.exitCode = error instanceof Unsupported ? 3 : 1
}

async function build(): Promise<void> {
  await mkdir(work, { recursive: true })
  const machine = await describeMachine()
  if (machine === undefined)
    throw new Unsupported("the kernel's source is a Debian package, and there is no apt here")
  const tools = await lookAtMachine(machine.architecture, kernels)
  const apt = new PrivateApt(join(work, 'apt'))
  const source = await progress.step('look', async (say) => {
    const found = await findSource(apt, tools, machine.installed)
    say(`${found.name} ${found.version}`)
    return found
  })
  const name = kernelName(source.version, recipe.hash)
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
  await sweep(name)
  await progress.step('fetch', (say) => fetchSource(apt, source, say))
  await progress.step('unpack', async (say) => {
    say('what User-Mode Linux is made of')
    await unpackTools(source, tree.tools)
    await unpackSource(source, recipe.patches, tree.source, tree.tools)
  })
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

/** What an interrupted build of another kernel has left. */
async function sweep(name: string): Promise<void> {
  const others = (await readdir(work)).filter((entry) => entry !== 'apt' && !entry.endsWith(`-${name}`))
  await Promise.all(others.map((entry) => rm(join(work, entry), { recursive: true })))
}

async function unpackTools({ tools }: Source, folder: string): Promise<void> {
  if (tools.length === 0 || existsSync(folder)) return
  await rm(`${folder}.new`, { recursive: true, force: true })
  await unpack(tools, `${folder}.new`)
  await rename(`${folder}.new`, folder)
}
