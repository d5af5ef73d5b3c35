import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Variables of the user that tools need to run at all; make would take all others as settings of the build. */
const PASSED = ['PATH', 'HOME', 'TMPDIR']

/** What would differ from build to build and from machine to machine (Documentation/kbuild/reproducible-builds.rst). */
const REPRODUCIBLE = {
  KBUILD_BUILD_USER: 'lvslab',
  KBUILD_BUILD_HOST: 'lvslab',
  KBUILD_BUILD_TIMESTAMP: '1970-01-01 00:00:00 UTC',
  KBUILD_BUILD_VERSION: '1',
}

/** The whole environment of a build's programs; `tools` is the folder of those that the machine lacks. */
export function environment(tools: string): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(passed), LC_ALL: 'C', ...REPRODUCIBLE, ...unpacked(join(tools, 'usr')) }
}

/** Tools that run from where they were unpacked: bison and flex find what is theirs, and m4, by variables. */
function unpacked(usr: string): Record<string, string> {
  if (!existsSync(usr)) return {}
  const triplet = readdirSync(join(usr, 'lib')).find((name) => name.endsWith('-linux-gnu')) ?? ''
  return {
    PATH: `${join(usr, 'bin')}:${process.env.PATH}`,
    LD_LIBRARY_PATH: join(usr, 'lib', triplet),
    ...(existsSync(join(usr, 'bin/bison')) ? { BISON_PKGDATADIR: join(usr, 'share/bison') } : {}),
    ...(existsSync(join(usr, 'bin/m4')) ? { M4: join(usr, 'bin/m4') } : {}),
  }
}
