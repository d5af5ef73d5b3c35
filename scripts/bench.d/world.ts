import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import { realImage } from '../../src/kernel/image.ts'
import type { EngineLink } from '../../src/kernel/link.ts'
import { startUml } from '../../src/kernel/uml.ts'
import { type ExecValue, PROTOCOL_VERSION } from '../../src/protocol/messages.ts'
import { folders } from '../../src/setup/folders.ts'
import { findSysroot, type Sysroot } from '../../src/setup/sysroot.ts'

/** Generous, for machines that are busy: milliseconds. */
const DEADLINE = 1_200_000

/**
 * The packages of labs and those of the benchmarks in one folder, as hard links, so that every contestant finds
 * its tools in the same place and as fast as the others. It is gone when this program ends.
 */
export async function mergeSysroot(): Promise<Sysroot> {
  const found = findSysroot()
  if (!found.ok) throw new Error(found.error.message)
  const { cache } = folders()
  const path = await mkdtemp(join(cache, '.bench-'))
  process.on('exit', () => rmSync(path, { recursive: true, force: true }))
  process.on('SIGINT', () => process.exit(130))
  for (const layer of [found.sysroot.path, join(cache, 'bench')]) {
    await $`cp --archive --link --force ${layer}/. ${path}`
  }
  return { ...found.sysroot, path }
}

/** A kernel of its own for some work; whatever happens, it does not outlive this function. */
export async function inKernel<Value>(
  sysroot: Sysroot,
  work: (guest: Guest) => Promise<Value>,
): Promise<Value> {
  const out = await mkdtemp(join(tmpdir(), 'lvslab-bench-'))
  const link = startUml(sysroot, realImage(sysroot).image, { out, features: ['veth', 'bridge'] })
  try {
    const guest = new Guest(link)
    await guest.ready()
    return await work(guest)
  } finally {
    link.kill()
    await link.ended
    await rm(out, { recursive: true })
  }
}

/** An engine's calls, where an error is the end of the benchmark. */
export class Guest {
  readonly #link: EngineLink

  constructor(link: EngineLink) {
    this.#link = link
  }

  async ready(): Promise<void> {
    const result = await this.#link.call('hello', { version: PROTOCOL_VERSION })
    if (!result.ok) throw new Error(result.error.message)
  }

  async apply(script: string): Promise<void> {
    const result = await this.#link.call('apply', { script, timeoutMs: DEADLINE })
    if (!result.ok) throw new Error(`${result.error.message}\n${result.error.detail ?? ''}`)
  }

  /** Runs a command to its good end and returns what it wrote. */
  async run(argv: readonly string[]): Promise<string> {
    const result = await this.#link.call('exec', { argv, timeoutMs: DEADLINE })
    if (!result.ok) throw new Error(result.error.message)
    const { status, stdout, stderr }: ExecValue = result.value
    if (status === 0) return stdout
    throw new Error(`${argv.join(' ')}: status ${status}\n${stdout}${stderr}`)
  }
}
