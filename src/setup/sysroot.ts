import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Problem } from '../events/types.ts'
import { folders } from './folders.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { findTool, isExecutable } from './tools.ts'

/** Debian packages unpacked into a folder of their own, which lies over the root file system of a lab's world. */
export interface Toolbox {
  /** Absolute path of the folder, without symbolic links: it stays as it is while the set-up makes another. */
  readonly path: string
  /** Value for LD_LIBRARY_PATH, for its programs where the folder does not lie over the root file system. */
  readonly libraries: string
  /** Absolute path of a command: from the folder, else from the machine; undefined where neither has it. */
  tool(name: string): string | undefined
}

/** A toolbox with a kernel in it. */
export interface Sysroot extends Toolbox {
  /** Absolute path of User-Mode Linux; its modules are in `path`/usr/lib/modules/`release`. */
  readonly linux: string
  /** What `uname -r` says inside it. */
  readonly release: string
}

export type FoundSysroot =
  | { readonly ok: true; readonly sysroot: Sysroot }
  | { readonly ok: false; readonly error: Problem }

/** The kernel and the tools that the set-up brought, or why there are none. */
export function findSysroot(env: NodeJS.ProcessEnv = process.env): FoundSysroot {
  const { cache } = folders(env)
  const found = openToolbox(join(cache, 'sysroot'))
  if (found === undefined) return { ok: false, error: missing(cache) }
  const { toolbox, manifest } = found
  const linux = toolbox.tool('linux.uml')
  if (linux === undefined || manifest.kernelRelease === undefined) return { ok: false, error: NO_KERNEL }
  return { ok: true, sysroot: { ...toolbox, linux, release: manifest.kernelRelease } }
}

/** The tools alone, for labs on the machine's own kernel; undefined where the set-up could not bring them. */
export function findToolbox(env: NodeJS.ProcessEnv = process.env): Toolbox | undefined {
  return openToolbox(join(folders(env).cache, 'sysroot'))?.toolbox
}

/** Path of a tshark that runs as it is; undefined where neither the set-up for tests nor the machine has one. */
export const tsharkPath = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  testTool('tshark', env)

/** The same of a Chromium without a screen. */
export const chromiumPath = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  testTool('chromium-headless-shell', env)

/** The same of tmux, a terminal that tells what is on its screen. */
export const tmuxPath = (env: NodeJS.ProcessEnv = process.env): string | undefined => testTool('tmux', env)

function testTool(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folder = join(folders(env).cache, 'tshark')
  const path = findTool(folder, name)
  return path === undefined ? undefined : resolve(folder, path)
}

function openToolbox(link: string): { toolbox: Toolbox; manifest: Manifest } | undefined {
  const manifest = readManifest(link)
  if (manifest === undefined) return undefined
  const path = realpathSync(link)
  const tool = (name: string) => {
    const found = manifest.tools[name] ?? findTool(path, name)
    const place = found === undefined ? undefined : resolve(path, found)
    return place !== undefined && isExecutable(place) ? place : undefined
  }
  return { toolbox: { path, libraries: librariesOf(path), tool }, manifest }
}

/** Debian's multiarch folder, such as usr/lib/x86_64-linux-gnu. */
function librariesOf(path: string): string {
  const lib = join(path, 'usr/lib')
  const triplet = existsSync(lib) ? readdirSync(lib).find((name) => name.endsWith('-linux-gnu')) : undefined
  return join(lib, triplet ?? '')
}

const NO_KERNEL: Problem = {
  message: 'no User-Mode Linux among the packages of this machine',
  remedy: 'run as root on a kernel with IPVS: lvslab run LAB --kernel host',
}

function missing(cache: string): Problem {
  const reason = join(cache, 'sysroot.missing')
  if (!existsSync(reason)) {
    return { message: `no kernel and no tools in ${cache}`, remedy: 'set them up: npm start' }
  }
  return {
    message: readFileSync(reason, 'utf8').trim(),
    remedy: 'with apt and its sources at hand, set them up again: npm start',
  }
}
