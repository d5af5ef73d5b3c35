import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Problem } from '../../events/types.ts'
import { refusedNamespaces, rootPrefix } from '../../kernel/choose.ts'
import { missingOnHost, requiredFeatures } from '../../kernel/features.ts'
import { type Lab, listLabs, loadLab } from '../../lab/index.ts'
import type { Check, Machine } from '../../report/doctor.ts'
import { folders } from '../../setup/folders.ts'
import { kernelInUse } from '../../setup/kernels.ts'
import { findSysroot, tsharkPath } from '../../setup/sysroot.ts'
import { bootUml } from './boot.ts'

/** Looks at everything that labs rest on; boots User-Mode Linux once, because only that shows that it boots. */
export async function diagnoseMachine(): Promise<Machine> {
  const labs = allLabs()
  const [namespaces, tools] = [namespaceCheck(), toolsCheck()]
  const uml = namespaces.ok && tools.ok ? await umlCheck() : skipped(tools.ok ? namespaces : tools)
  const [features, root] = [featuresCheck(labs), rootCheck()]
  const built = builtKernelCheck()
  const checks = [nodeCheck(), tools, built, namespaces, uml, features, root, runsCheck(), tsharkCheck()]
  const kernels = [
    ...(uml.ok ? (['uml'] as const) : []),
    ...(features.ok && root.ok ? (['host'] as const) : []),
  ]
  return { checks, kernels }
}

const nodeCheck = (): Check => ({
  name: 'Node.js',
  ok: true,
  found: `${process.versions.node}, ${process.execPath}`,
})

const NO_UML = 'no lab can run in a kernel of its own (--kernel uml)'

function toolsCheck(): Check {
  const name = 'kernel and tools'
  const found = findSysroot()
  if (found.ok) return { name, ok: true, found: found.sysroot.path }
  return failed(name, found.error, NO_UML)
}

/** Labs run without one; what is chosen, but cannot be used, is told as well. */
function builtKernelCheck(): Check {
  const name = 'built kernel'
  const cost = 'labs start slower, and there is no virtual time (--clock virtual)'
  const found = kernelInUse()
  if (found === undefined)
    return failed(name, { message: 'none in use', remedy: 'lvslab kernel build' }, cost)
  if (!found.ok) return failed(name, found.error, cost)
  return { name, ok: true, found: `${found.kernel.name}, Linux ${found.kernel.manifest.release}` }
}

function namespaceCheck(): Check {
  const name = 'user namespaces'
  const refused = refusedNamespaces()
  if (refused) return failed(name, refused, NO_UML)
  return {
    name,
    ok: true,
    found: process.getuid?.() === 0 ? 'not needed by root' : 'ordinary users may make them',
  }
}

async function umlCheck(): Promise<Check> {
  const name = 'User-Mode Linux'
  const booted = await bootUml()
  return booted.ok ? { name, ok: true, found: booted.value } : failed(name, booted.error, NO_UML)
}

const skipped = (missing: Check): Check => ({
  name: 'User-Mode Linux',
  ok: false,
  found: `not tried without ${missing.name}`,
  cost: NO_UML,
})

const NO_HOST = 'no lab can run in the kernel of this machine (--kernel host)'

/** A missing kernel feature cannot be fixed from here, but the other kernel has it. */
const INSTEAD = 'lvslab run dr --kernel uml'

function featuresCheck(labs: readonly Lab[]): Check {
  const needed = [...new Set(labs.flatMap(requiredFeatures))]
  const missing = missingOnHost(needed)
  const name = "this machine's kernel"
  if (missing.length === 0) return { name, ok: true, found: `has ${needed.join(', ')}` }
  return { name, ok: false, found: `lacks ${missing.join(', ')}`, cost: NO_HOST, remedy: INSTEAD }
}

function rootCheck(): Check {
  const prefix = rootPrefix()
  if (prefix) return { name: 'root', ok: true, found: prefix.length > 0 ? prefix.join(' ') : 'this is root' }
  return {
    name: 'root',
    ok: false,
    found: 'neither root nor sudo without a password',
    cost: NO_HOST,
    remedy: 'sudo -v',
  }
}

function runsCheck(): Check {
  const name = 'folder for runs'
  const { runs } = folders()
  try {
    accessSync(nearestExisting(runs), constants.W_OK | constants.X_OK)
    return { name, ok: true, found: runs }
  } catch {
    return { name, ok: false, found: `${runs} cannot be written`, cost: 'every run needs --out FOLDER' }
  }
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)))

function tsharkCheck(): Check {
  const path = tsharkPath()
  if (path) return { name: 'tshark', ok: true, found: path }
  const cost = 'the tests do not compare the decoder with it; labs do not need it'
  return { name: 'tshark', ok: false, found: 'not installed', cost, remedy: 'npm test' }
}

const failed = (name: string, { message, remedy }: Problem, cost: string): Check => ({
  name,
  ok: false,
  found: message,
  cost,
  ...(remedy ? { remedy } : {}),
})

/** Labs with mistakes need nothing. */
const allLabs = (): Lab[] =>
  listLabs().flatMap(({ file }) => {
    const loaded = loadLab({ path: file })
    return loaded.ok ? [loaded.lab] : []
  })
