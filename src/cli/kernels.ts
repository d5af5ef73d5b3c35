import { statSync } from 'node:fs'
import type { ListedKernel } from '../report/kernels.ts'
import { builtKernels, type FoundKernel, kernelInUse, nameOf, PACKAGED } from '../setup/kernels.ts'
import { findSysroot } from '../setup/sysroot.ts'

/** All kernels that labs can run on without root; a broken one that was chosen is used by none. */
export function surveyKernels(): ListedKernel[] {
  const inUse = kernelInUse()
  const built = builtKernels()
  const names = new Set(built.map(nameOf))
  const more = inUse !== undefined && !names.has(nameOf(inUse)) ? [inUse] : []
  const used = inUse?.ok ? inUse.kernel.name : PACKAGED
  return [...[...built, ...more].map((found) => listed(found, used)), ...packaged(used)]
}

function listed(found: FoundKernel, inUse: string): ListedKernel {
  const name = nameOf(found)
  if (!found.ok) return { name, used: false, problem: found.error.message }
  const { release, bytes, built } = found.kernel.manifest
  return { name, used: name === inUse, release, bytes, built }
}

function packaged(inUse: string): ListedKernel[] {
  const found = findSysroot()
  if (!found.ok) return [{ name: PACKAGED, used: false, problem: found.error.message }]
  const { linux, release } = found.sysroot
  return [{ name: PACKAGED, used: inUse === PACKAGED, release, bytes: statSync(linux).size }]
}
