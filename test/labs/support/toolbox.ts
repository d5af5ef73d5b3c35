import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { findSysroot, type Sysroot } from '../../../src/setup/sysroot.ts'
import { scratch } from '../../support/scratch.ts'

/** What the set-up brought; a test that needs it fails where it could not. */
export function sysroot(): Sysroot {
  const found = findSysroot()
  return found.ok ? found.sysroot : expect.fail(found.error.message)
}

/**
 * A cache folder that holds the set-up's tools, one of them replaced by a script. In the script, `REAL` stands for the
 * path of the tool that it replaces. It goes where a world looks first: the packages lie over the machine's own files.
 */
export function cacheWith(
  tool: 'ipvsadm' | 'tcpdump' | 'nginx',
  script: string,
): Readonly<Record<string, string>> {
  const cache = scratch('cache')
  const copy = join(cache, 'sysroot')
  execFileSync('cp', ['-as', sysroot().path, copy])
  const real = sysroot().tool(tool) ?? expect.fail(`no ${tool} was set up`)
  const path = join(copy, 'usr/sbin', tool)
  rmSync(path, { force: true })
  writeFileSync(path, script.replaceAll('REAL', real))
  chmodSync(path, 0o755)
  return { LVSLAB_CACHE: cache }
}

/** Text of a file next to the tests. */
export function stub(name: string): string {
  return readFileSync(join(import.meta.dirname, '../stubs', name), 'utf8')
}
